"""Rules of the fund of a project: frozen, spent, recovered, settled (§3.6, J20)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards.examples import FUND
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.guards.spending import heading_fits, typed_amount, was_spent
from workflows.guards.underway import UNCONFIRMED, UNFINISHED
from workflows.hands import FINANCE, OFFICER, PARTNER_FINANCE, PI, UNIT_FINANCE

FundGuard = Guard[FundFacts]

spending_within_hand = FundGuard(
    key="spending_within_hand",
    reason=Text(
        "列支金额超出本单位已到账未列支的经费（应转拨参加单位的除外）。",
        "The amount exceeds the money this unit has received and not yet spent (excluding money "
        "due to partners).",
    ),
    supplied_by=UNIT_FINANCE,
    holds=lambda f: typed_amount(f) <= f.in_hand - f.for_partners,
    passing=replace(FUND, in_hand=100, for_partners=20, given={"amount": "80"}),
    failing=replace(FUND, in_hand=100, for_partners=20, given={"amount": "81"}),
)
heading_fits_mode = heading_fits("heading_fits_mode", FUND, UNIT_FINANCE)
disallowed_was_spent = was_spent(
    "disallowed_was_spent",
    Text(
        "核减金额超出牵头单位在该科目下的已列支经费（{missing}）。",
        "The amount exceeds what the lead unit has reported as spent under this heading ("
        "{missing}).",
    ),
    FUND,
)
lump_sum_unpledged = FundGuard(
    key="lump_sum_unpledged",
    reason=Text(
        "只有包干制项目须签署，且应在项目结束以前签署，只签一次。",
        "Only lump-sum projects sign this pledge, once, before the project ends.",
    ),
    supplied_by=OFFICER,
    holds=lambda f: f.is_lump_sum and not f.is_pledged and not f.has_ended,
    passing=replace(FUND, is_lump_sum=True),
    failing=replace(FUND, is_lump_sum=True, is_pledged=True),
    marks_path=True,
)


lead_has_said_nothing = requires(
    "is_silent",
    of=FUND,
    key="lead_has_said_nothing",
    reason=Text(
        "本单位没有待报告列支的经费，或者已经报告。",
        "This unit has no spending left to report, or has already reported it.",
    ),
    supplied_by=UNIT_FINANCE,
    marks_path=True,
)


def _leaves_balance(facts: FundFacts) -> bool:
    """After a revocation everything comes back, by a way of its own."""
    return facts.ground not in ("", "revoked") and bool(facts.owed or facts.under_way)


balance_comes_back = FundGuard(
    key="balance_comes_back",
    reason=Text(
        "项目未因终止、结题或不通过而结束，或者没有应退、在途的经费。",
        "The project has not ended by termination, conclusion or failure, or no money is due back "
        "or in transit.",
    ),
    supplied_by=FINANCE,
    holds=_leaves_balance,
    passing=replace(FUND, ground="terminated", owed=100),
    failing=replace(FUND, under_way=("ZF2026-00001",)),
    marks_path=True,
)
no_balance_comes_back = FundGuard(
    key="no_balance_comes_back",
    reason=Text(
        "项目结题、终止或不通过，尚有应退或在途的经费。",
        "The project was concluded, terminated or failed, and money is still due back or in "
        "transit.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: not _leaves_balance(f),
    passing=replace(FUND, under_way=("ZF2026-00001",)),
    failing=replace(FUND, ground="terminated", owed=100),
    marks_path=True,
)
award_was_taken_up = forbids(
    "is_lapsed",
    of=FUND,
    key="award_was_taken_up",
    reason=Text(
        "项目已放弃立项，没有拨付过经费。",
        "The award was given up and no money was paid.",
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
nothing_is_owed = forbids(
    "owed",
    of=FUND,
    key="nothing_is_owed",
    reason=Text("尚有应退的经费。", "Money is still due back."),
    supplied_by=UNIT_FINANCE,
)
partners_have_their_shares = nothing_in(
    "forwarding",
    of=FUND,
    key="partners_have_their_shares",
    reason=Text(
        "尚未转拨或确认的参加单位经费：{missing}。",
        "Money for partners has not been forwarded or confirmed: {missing}.",
    ),
    supplied_by=UNIT_FINANCE | PARTNER_FINANCE,
)
subsidised_by_cost = requires(
    "is_by_cost",
    of=FUND,
    key="subsidised_by_cost",
    reason=Text(
        "本指南按节点拨付，无须核定成本。",
        "This call pays by milestone, so no cost audit is needed.",
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
project_has_ended = requires(
    "has_ended",
    of=FUND,
    key="project_has_ended",
    reason=Text(
        "项目尚未结束，经费不得结清。", "The project has not ended, so its money cannot be settled."
    ),
    supplied_by=OFFICER,
)
not_settled = forbids(
    "is_settled",
    of=FUND,
    key="not_settled",
    reason=Text("项目经费已经结清。", "The project's money has already been settled."),
    supplied_by=FINANCE,
    marks_path=True,
)
order_was_missed = requires(
    "missed",
    of=FUND,
    key="order_was_missed",
    reason=Text(
        "没有依据有效而被撤销的拨付单。", "No payment order with a valid basis has been cancelled."
    ),
    supplied_by=OFFICER,
    marks_path=True,
)
missed_can_be_ordered = FundGuard(
    key="missed_can_be_ordered",
    reason=Text(
        "误撤的拨付单已无可补开的金额：{missing}。收款单位的份额、承诺经费或者核定成本已用足。",
        "Nothing is left to reissue for the payment orders cancelled in error: {missing}. The "
        "payee's share, the committed money or the audited cost is used up.",
    ),
    supplied_by=PI,
    holds=lambda f: len(f.missed_in_vain) < max(1, len(f.missed)),
    passing=replace(FUND, missed=("ZF2026-00001",)),
    failing=replace(FUND, missed=("ZF2026-00001",), missed_in_vain=("ZF2026-00001",)),
    missing=lambda f: f.missed_in_vain,
)
nothing_under_way = nothing_in(
    "under_way",
    of=FUND,
    key="nothing_under_way",
    reason=Text(
        "尚有拨付单在财政办理：{missing}。",
        "Payment orders are still with the treasury: {missing}.",
    ),
    supplied_by=FINANCE,
)
nothing_unfinished = nothing_in(
    "unfinished",
    of=FUND,
    key="nothing_unfinished",
    reason=UNFINISHED,
    supplied_by=FINANCE,
)
payments_confirmed = nothing_in(
    "unconfirmed",
    of=FUND,
    key="payments_confirmed",
    reason=UNCONFIRMED,
    supplied_by=UNIT_FINANCE,
)
lump_sum_accounts_published = FundGuard(
    key="lump_sum_accounts_published",
    reason=Text(
        "包干制项目的决算尚未在单位内公开。",
        "The final accounts of this lump-sum project have not been published within the unit.",
    ),
    supplied_by=UNIT_FINANCE,
    holds=lambda f: not f.is_lump_sum or f.accounts_published,
    passing=replace(FUND, is_lump_sum=True, accounts_published=True),
    failing=replace(FUND, is_lump_sum=True),
)
