"""Rules of paying, freezing and getting money back (§3.6, J4, J20), and the cap in the contract."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import BatchFacts, FundFacts, PaymentFacts, ProjectFacts
from workflows.guards.examples import BATCH, FUND, PAYMENT, PROJECT
from workflows.guards.pledge import pledge_signed_before_payment
from workflows.hands import FINANCE, OFFICER, PI, SUPERVISOR, UNIT_FINANCE
from workflows.roles import Role

PaymentGuard = Guard[PaymentFacts]
BatchGuard = Guard[BatchFacts]
FundGuard = Guard[FundFacts]

basis_in_force = PaymentGuard(
    "basis_in_force",
    Text("拨付依据未生效：{missing}。", "The basis of the payment is not in force: {missing}."),
    OFFICER,
    lambda f: not f.missing_basis,
    PAYMENT,
    replace(PAYMENT, missing_basis=("节点考核",)),
    lambda f: f.missing_basis,
)
fund_not_frozen = PaymentGuard(
    "fund_not_frozen",
    Text("项目经费暂停拨付：{missing}。", "Payment is frozen: {missing}."),
    SUPERVISOR | OFFICER,
    lambda f: not f.frozen_for,
    PAYMENT,
    replace(PAYMENT, frozen_for=("项目执行",)),
    lambda f: f.frozen_for,
)
payee_not_barred = PaymentGuard(
    "payee_not_barred",
    Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    SUPERVISOR,
    lambda f: not f.integrity_findings,
    PAYMENT,
    replace(PAYMENT, integrity_findings=("某单位",)),
    lambda f: f.integrity_findings,
)
matching_on_schedule = PaymentGuard(
    "matching_on_schedule",
    Text("配套资金未按进度到位：{missing}。", "Matching funds are behind: {missing}."),
    UNIT_FINANCE | {Role.DEMANDER},
    lambda f: not f.matching_missing,
    PAYMENT,
    replace(PAYMENT, matching_missing=("应到位 100 万元",)),
    lambda f: f.matching_missing,
)
last_receipt_confirmed = PaymentGuard(
    "last_receipt_confirmed",
    Text("此前拨付尚未确认到账：{missing}。", "Receipt not confirmed of: {missing}."),
    UNIT_FINANCE,
    lambda f: not f.unconfirmed_receipts,
    PAYMENT,
    replace(PAYMENT, unconfirmed_receipts=("ZF2026-0001",)),
    lambda f: f.unconfirmed_receipts,
)
account_is_the_units = PaymentGuard(
    "account_is_the_units",
    Text("收款账户不可用：{missing}。", "The account cannot be paid to: {missing}."),
    UNIT_FINANCE | FINANCE,
    lambda f: not f.account_findings,
    PAYMENT,
    replace(PAYMENT, account_findings=("账户未核验",)),
    lambda f: f.account_findings,
)
lump_sum_pledged = PaymentGuard(
    "lump_sum_pledged",
    Text("包干制项目负责人尚未签署承诺书。", "The lump-sum pledge is not signed."),
    PI,
    lambda f: not f.is_pledge_missing,
    PAYMENT,
    replace(PAYMENT, is_pledge_missing=True),
)
subsidy_is_earned = PaymentGuard(
    "subsidy_is_earned",
    Text(
        "后补助、分段补助的拨付条件未满足：{missing}。",
        "The subsidy is not earned yet: {missing}.",
    ),
    OFFICER | FINANCE,
    lambda f: not f.subsidy_findings,
    PAYMENT,
    replace(PAYMENT, subsidy_findings=("成本未经审计核定",)),
    lambda f: f.subsidy_findings,
)
within_commitment = PaymentGuard(
    "within_commitment",
    Text("拨付金额超出已承诺经费。", "The amount goes beyond what was committed."),
    FINANCE,
    lambda f: f.is_committed,
    PAYMENT,
    replace(PAYMENT, is_committed=False),
)
PAYABLE = (
    basis_in_force,
    fund_not_frozen,
    payee_not_barred,
    matching_on_schedule,
    last_receipt_confirmed,
    account_is_the_units,
    lump_sum_pledged,
    pledge_signed_before_payment,
    subsidy_is_earned,
    within_commitment,
)
"""What must hold at every step on the way of a payment to the treasury."""

not_with_treasury = PaymentGuard(
    "not_with_treasury",
    Text("拨付单已送财政，须等回单。", "The treasury has the order; wait for its return."),
    FINANCE,
    lambda f: not f.is_with_treasury,
    PAYMENT,
    replace(PAYMENT, is_with_treasury=True),
)
with_treasury = PaymentGuard(
    "with_treasury",
    Text("拨付单未送财政，不得登记结果。", "The treasury does not have this order."),
    FINANCE,
    lambda f: f.is_with_treasury,
    replace(PAYMENT, is_with_treasury=True),
    PAYMENT,
)
has_payments = BatchGuard(
    "has_payments",
    Text("批次中没有拨付单。", "The batch holds no payment."),
    FINANCE,
    lambda f: f.payments > 0,
    replace(BATCH, payments=1),
    BATCH,
)
all_still_payable = BatchGuard(
    "all_still_payable",
    Text("批次中有不得拨付的项目：{missing}。", "No longer to be paid: {missing}."),
    FINANCE,
    lambda f: not f.unpayable,
    BATCH,
    replace(BATCH, unpayable=("ZF2026-0001",)),
    lambda f: f.unpayable,
)
all_answered = BatchGuard(
    "all_answered",
    Text("财政回单尚缺：{missing}。", "The treasury has not answered for: {missing}."),
    FINANCE,
    lambda f: not f.unanswered,
    BATCH,
    replace(BATCH, unanswered=("ZF2026-0001",)),
    lambda f: f.unanswered,
)
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
    lambda f: _typed(f) <= f.in_hand - f.for_partners,
    replace(FUND, in_hand=100, for_partners=20, given={"amount": "80"}),
    replace(FUND, in_hand=100, for_partners=20, given={"amount": "81"}),
)
heading_fits_mode = FundGuard(
    "heading_fits_mode",
    Text(
        "包干制项目不分科目列支，按科目编制预算的项目须选科目。",
        "A lump sum has no headings; a budget by headings needs one.",
    ),
    UNIT_FINANCE,
    lambda f: "heading" not in f.given or (f.given["heading"] == "lump") == f.is_lump_sum,
    replace(FUND, given={"heading": "labour"}),
    replace(FUND, given={"heading": "lump"}),
)
disallowed_was_spent = FundGuard(
    "disallowed_was_spent",
    Text("核减金额超出已列支经费。", "More than was accounted for as spent."),
    FINANCE,
    lambda f: _typed(f) <= f.spent,
    replace(FUND, spent=100, given={"amount": "100"}),
    replace(FUND, spent=100, given={"amount": "101"}),
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
    Text("退款金额超出应退金额。", "More than is owed."),
    FINANCE,
    lambda f: _typed(f) <= f.owed,
    replace(FUND, owed=100, given={"amount": "100"}),
    replace(FUND, owed=100, given={"amount": "101"}),
)
refund_is_the_leads = FundGuard(
    "refund_is_the_leads",
    Text(
        "超出牵头单位账上经费；参加单位应退的部分由其各自退回、在其份额下登记。",
        "More than the lead unit holds; what its partners owe is recorded on their own shares.",
    ),
    FINANCE,
    lambda f: _typed(f) <= f.in_hand,
    replace(FUND, in_hand=100, given={"amount": "100"}),
    replace(FUND, in_hand=100, given={"amount": "101"}),
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
indirect_within_cap = Guard[ProjectFacts](
    "indirect_within_cap",
    Text("间接费用超出比例上限：{missing}。", "Indirect costs above the cap: {missing}."),
    PI,
    lambda f: not f.indirect_excess,
    PROJECT,
    replace(PROJECT, indirect_excess=("最多 30 万元",)),
    lambda f: f.indirect_excess,
)


def _typed(facts: FundFacts) -> int:
    """The amount typed with the move; 0 while nothing is typed."""
    amount = facts.given.get("amount", "")
    return int(amount) if amount.isascii() and amount.isdigit() else 0
