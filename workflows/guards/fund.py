"""Rules of the fund of a project: frozen, spent, recovered, settled (§3.6, J20)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards.examples import FUND
from workflows.guards.spending import heading_fits, typed_amount, was_spent
from workflows.hands import FINANCE, OFFICER, SUPERVISOR, UNIT_FINANCE
from workflows.roles import Role

FundGuard = Guard[FundFacts]

frozen_for_verification = FundGuard(
    "frozen_for_verification",
    Text("暂停不是因情况核实作出的。", "The freeze was not made to verify facts."),
    frozenset({Role.SUPERVISOR}),
    lambda f: f.freeze_class == "integrity",
    replace(FUND, freeze_class="integrity"),
    FUND,
)
frozen_for_progress = FundGuard(
    "frozen_for_progress",
    Text("经费另有暂停原因，须由作出暂停的部门解除。", "Frozen for another cause than progress."),
    SUPERVISOR,
    lambda f: f.freeze_class == "progress",
    replace(FUND, freeze_class="progress"),
    replace(FUND, freeze_class="integrity"),
)
spending_within_hand = FundGuard(
    "spending_within_hand",
    Text(
        "列支金额超出本单位已到账未列支的经费（应转拨参加单位的除外）。",
        "More than is paid and not yet accounted for, less what is to be forwarded to partners.",
    ),
    UNIT_FINANCE,
    lambda f: typed_amount(f) <= f.in_hand - f.for_partners,
    replace(FUND, in_hand=100, for_partners=20, given={"amount": "80"}),
    replace(FUND, in_hand=100, for_partners=20, given={"amount": "81"}),
)
heading_fits_mode = heading_fits("heading_fits_mode", FUND, UNIT_FINANCE)
disallowed_was_spent = was_spent(
    "disallowed_was_spent",
    Text("核减金额超出已列支经费。", "More than was accounted for as spent."),
    FUND,
)
lump_sum_unpledged = FundGuard(
    "lump_sum_unpledged",
    Text("仅包干制项目签署，且只签一次。", "For lump sums only, and once."),
    OFFICER,
    lambda f: f.is_lump_sum and not f.is_pledged,
    replace(FUND, is_lump_sum=True),
    replace(FUND, is_lump_sum=True, is_pledged=True),
    marks_path=True,
)
recovery_has_ground = FundGuard(
    "recovery_has_ground",
    Text(
        "项目未终止、撤销或判定不通过，没有追缴依据。",
        "The project was not terminated, revoked or failed: nothing to recover.",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: bool(f.ground),
    replace(FUND, ground="terminated"),
    FUND,
)
recovery_lost_its_ground = FundGuard(
    "recovery_lost_its_ground",
    Text(
        "终止、撤销或不通过的决定未经复查改正。",
        "What ended the project was not corrected on appeal.",
    ),
    frozenset({Role.DECISION_MAKER}),
    lambda f: not f.ground,
    FUND,
    replace(FUND, ground="revoked"),
)
money_is_owed = FundGuard(
    "money_is_owed",
    Text("没有应退的经费。", "No money is owed."),
    FINANCE,
    lambda f: f.owed > 0,
    replace(FUND, owed=1),
    FUND,
)
nothing_is_owed = FundGuard(
    "nothing_is_owed",
    Text("尚有应退的经费。", "Money is still owed."),
    UNIT_FINANCE,
    lambda f: f.owed == 0,
    FUND,
    replace(FUND, owed=1),
)
refund_within_owed = FundGuard(
    "refund_within_owed",
    Text("退款金额超出应退金额（{missing}）。", "More than is owed ({missing})."),
    FINANCE,
    lambda f: typed_amount(f) <= f.owed,
    replace(FUND, owed=100, given={"amount": "100"}),
    replace(FUND, owed=100, given={"amount": "101"}),
    lambda f: (amount_text(f.owed),),
)
refund_is_the_leads = FundGuard(
    "refund_is_the_leads",
    Text(
        "超出牵头单位账上经费（{missing}）；参加单位应退的部分由其各自退回、在其份额下登记。",
        "More than the lead unit holds ({missing}); what its partners owe is recorded on their own "
        "shares.",
    ),
    FINANCE,
    lambda f: not f.in_hand < typed_amount(f) <= f.owed,
    replace(FUND, in_hand=100, owed=150, given={"amount": "100"}),
    replace(FUND, in_hand=100, owed=150, given={"amount": "101"}),
    lambda f: (amount_text(f.in_hand),),
)
refund_leaves_what_was_forwarded = FundGuard(
    "refund_leaves_what_was_forwarded",
    Text(
        "牵头单位账上有已登记转拨、尚未确认的经费（{missing}）；由参加单位确认后自行退回，或确认"
        "未收到后再由牵头单位退回。",
        "Of what the books show with the lead unit, some is recorded as forwarded ({missing}): the "
        "partner confirms it and pays it back, or denies it and the lead unit does.",
    ),
    frozenset({Role.PARTNER_FINANCE}),
    lambda f: not f.in_hand - f.on_its_way < typed_amount(f) <= f.in_hand,
    replace(FUND, in_hand=100, on_its_way=20, given={"amount": "80"}),
    replace(FUND, in_hand=100, on_its_way=20, given={"amount": "81"}),
    lambda f: (*f.on_its_way_to, amount_text(f.on_its_way)),
)
nothing_on_its_way = FundGuard(
    "nothing_on_its_way",
    Text(
        "已登记转拨、尚未确认的经费，先由参加单位确认或否认：{missing}。",
        "Recorded as forwarded; first confirmed or denied by: {missing}.",
    ),
    frozenset({Role.PARTNER_FINANCE}),
    lambda f: not f.on_its_way_to,
    FUND,
    replace(FUND, on_its_way_to=("某参加单位",)),
    lambda f: f.on_its_way_to,
)
partners_have_their_shares = FundGuard(
    "partners_have_their_shares",
    Text("尚未转拨或确认的参加单位经费：{missing}。", "Partners still wait for: {missing}."),
    UNIT_FINANCE | frozenset({Role.PARTNER_FINANCE}),
    lambda f: not f.forwarding,
    FUND,
    replace(FUND, forwarding=("某参加单位",)),
    lambda f: f.forwarding,
)
subsidised_by_cost = FundGuard(
    "subsidised_by_cost",
    Text(
        "本指南按节点拨付，无须核定成本。",
        "This call pays by milestones; no cost is audited for it.",
    ),
    OFFICER,
    lambda f: f.is_by_cost,
    replace(FUND, is_by_cost=True),
    FUND,
    marks_path=True,
)
project_has_ended = FundGuard(
    "project_has_ended",
    Text("项目尚未结束，经费不得结清。", "The project has not ended."),
    OFFICER,
    lambda f: f.has_ended,
    replace(FUND, has_ended=True),
    FUND,
)
not_settled = FundGuard(
    "not_settled",
    Text("项目经费已经结清。", "The fund is settled already."),
    FINANCE,
    lambda f: not f.is_settled,
    FUND,
    replace(FUND, is_settled=True),
)
order_was_missed = FundGuard(
    "order_was_missed",
    Text("没有依据有效而被撤销的拨付单。", "No cancelled order rests on a basis in force."),
    OFFICER,
    lambda f: bool(f.missed),
    replace(FUND, missed=("ZF2026-0001",)),
    FUND,
)
nothing_under_way = FundGuard(
    "nothing_under_way",
    Text("尚有拨付单在财政办理：{missing}。", "The treasury still has: {missing}."),
    FINANCE,
    lambda f: not f.under_way,
    FUND,
    replace(FUND, under_way=("ZF2026-0001",)),
    lambda f: f.under_way,
)
nothing_unfinished = FundGuard(
    "nothing_unfinished",
    Text("尚有未办结的拨付单：{missing}。", "Payments not finished: {missing}."),
    FINANCE,
    lambda f: not f.unfinished,
    FUND,
    replace(FUND, unfinished=("ZF2026-0001",)),
    lambda f: f.unfinished,
)
lump_sum_accounts_published = FundGuard(
    "lump_sum_accounts_published",
    Text("包干制项目的决算尚未在单位内公开。", "The accounts were not published in the unit."),
    UNIT_FINANCE,
    lambda f: not f.is_lump_sum or f.accounts_published,
    replace(FUND, is_lump_sum=True, accounts_published=True),
    replace(FUND, is_lump_sum=True),
)
