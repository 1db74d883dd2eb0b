"""Rules of a partner's share in a consortium (联合申报): forwarding, spending, paying back."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.facts import ShareFacts
from workflows.guards.examples import SHARE
from workflows.guards.spending import heading_fits, typed_amount, was_spent
from workflows.hands import FINANCE, OFFICER, PARTNER_FINANCE, UNIT_FINANCE
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
money_on_its_way = ShareGuard(
    "money_on_its_way",
    Text("没有待确认的转拨。", "No forwarding waits for a confirmation."),
    UNIT_FINANCE,
    lambda f: f.on_its_way > 0,
    replace(SHARE, on_its_way=1),
    SHARE,
)
partner_spends_what_it_holds = ShareGuard(
    "partner_spends_what_it_holds",
    Text(
        "列支金额超出本单位已到账未列支的经费。", "More than this unit has and has to account for."
    ),
    PARTNER_FINANCE,
    lambda f: typed_amount(f) <= f.held,
    replace(SHARE, held=100, given={"amount": "100"}),
    replace(SHARE, held=100, given={"amount": "101"}),
)
partner_heading_fits_mode = heading_fits("partner_heading_fits_mode", SHARE, PARTNER_FINANCE)
partner_had_spent_it = was_spent(
    "partner_had_spent_it",
    Text("核减金额超出该单位已列支经费。", "More than this unit accounted for as spent."),
    SHARE,
)
share_is_recovered = ShareGuard(
    "share_is_recovered",
    Text("项目经费不在追缴中。", "The money of the project is not being recovered."),
    FINANCE,
    lambda f: f.is_recovering,
    replace(SHARE, is_recovering=True),
    SHARE,
)
share_not_recovered = ShareGuard(
    "share_not_recovered",
    Text(
        "项目经费在追缴中，尚未转拨的由牵头单位退回，不再转拨。",
        "The money of the project is being recovered: the lead unit pays back what it has not "
        "forwarded.",
    ),
    UNIT_FINANCE,
    lambda f: not f.is_recovering,
    SHARE,
    replace(SHARE, is_recovering=True),
)
refund_within_share = ShareGuard(
    "refund_within_share",
    Text("退款金额超出该单位应退金额（{missing}）。", "More than this unit owes ({missing})."),
    FINANCE,
    lambda f: typed_amount(f) <= f.held,
    replace(SHARE, held=100, given={"amount": "100"}),
    replace(SHARE, held=100, given={"amount": "101"}),
    lambda f: (amount_text(f.held),),
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
