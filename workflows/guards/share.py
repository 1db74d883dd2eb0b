"""Rules of a partner's share in a consortium (联合申报): forwarding, spending, paying back."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import ShareFacts
from workflows.guards.examples import SHARE
from workflows.hands import FINANCE, OFFICER, PARTNER_FINANCE, UNIT_FINANCE
from workflows.money.budget import LUMP
from workflows.roles import Role

ShareGuard = Guard[ShareFacts]

money_to_forward = ShareGuard(
    "money_to_forward",
    Text("没有应转拨的经费。", "There is no money to forward."),
    FINANCE,
    lambda f: f.to_forward > 0,
    replace(SHARE, to_forward=1),
    SHARE,
)
partner_spends_what_it_holds = ShareGuard(
    "partner_spends_what_it_holds",
    Text(
        "列支金额超出本单位已到账未列支的经费。", "More than this unit has and has to account for."
    ),
    PARTNER_FINANCE,
    lambda f: _typed(f) <= f.held,
    replace(SHARE, held=100, given={"amount": "100"}),
    replace(SHARE, held=100, given={"amount": "101"}),
)
partner_heading_fits_mode = ShareGuard(
    "partner_heading_fits_mode",
    Text(
        "包干制项目不分科目列支，按科目编制预算的项目须选科目。",
        "A lump sum has no headings; a budget by headings needs one.",
    ),
    PARTNER_FINANCE,
    lambda f: "heading" not in f.given or (f.given["heading"] == LUMP) == f.is_lump_sum,
    replace(SHARE, given={"heading": "labour"}),
    replace(SHARE, given={"heading": LUMP}),
)
partner_had_spent_it = ShareGuard(
    "partner_had_spent_it",
    Text("核减金额超出该单位已列支经费。", "More than this unit accounted for as spent."),
    FINANCE,
    lambda f: _typed(f) <= f.spent,
    replace(SHARE, spent=100, given={"amount": "100"}),
    replace(SHARE, spent=100, given={"amount": "101"}),
)
share_is_recovered = ShareGuard(
    "share_is_recovered",
    Text("项目经费不在追缴中。", "The money of the project is not being recovered."),
    FINANCE,
    lambda f: f.is_recovering,
    replace(SHARE, is_recovering=True),
    SHARE,
)
refund_within_share = ShareGuard(
    "refund_within_share",
    Text("退款金额超出该单位应退金额。", "More than this unit has to pay back."),
    FINANCE,
    lambda f: _typed(f) <= f.held,
    replace(SHARE, held=100, given={"amount": "100"}),
    replace(SHARE, held=100, given={"amount": "101"}),
)
share_owes_nothing = ShareGuard(
    "share_owes_nothing",
    Text("该单位尚有应退经费。", "This unit still has money to pay back."),
    PARTNER_FINANCE,
    lambda f: not f.is_owing,
    SHARE,
    replace(SHARE, is_owing=True),
)
shared_project_has_ended = ShareGuard(
    "shared_project_has_ended",
    Text("项目尚未结束，份额不得结清。", "The project has not ended."),
    OFFICER,
    lambda f: f.has_ended,
    replace(SHARE, has_ended=True),
    SHARE,
)
nothing_to_forward = ShareGuard(
    "nothing_to_forward",
    Text("尚有应转拨的经费。", "There is still money to forward."),
    UNIT_FINANCE | frozenset({Role.FINANCE}),
    lambda f: f.to_forward == 0,
    SHARE,
    replace(SHARE, to_forward=1),
)


def _typed(facts: ShareFacts) -> int:
    """The amount typed with the move; 0 while nothing is typed."""
    amount = facts.given.get("amount", "")
    return int(amount) if amount.isascii() and amount.isdigit() else 0
