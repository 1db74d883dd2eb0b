"""Rules of a payment on its way to the treasury, and of the batch it goes in (§3.6, J4)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts import BatchFacts, PaymentFacts
from workflows.guards.examples import BATCH, PAYMENT
from workflows.guards.pledge import pledge_signed_before_payment
from workflows.hands import FINANCE, OFFICER, PI, SUPERVISOR, UNIT_FINANCE
from workflows.roles import Role

PaymentGuard = Guard[PaymentFacts]
BatchGuard = Guard[BatchFacts]

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
