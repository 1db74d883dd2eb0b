"""Rules of a payment on its way to the treasury, and of the batch it goes in (§3.6, J4)."""

from __future__ import annotations

from dataclasses import replace

from workflows.engine.model import Guard
from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.guards.examples import BATCH, PAYMENT
from workflows.guards.pledge import pledge_signed_before_payment
from workflows.guards.shapes import forbids, nothing_in, requires
from workflows.hands import CLOCK, FINANCE, OFFICER, PARTNER_FINANCE, PI, SUPERVISOR, UNIT_FINANCE
from workflows.roles import Role

basis_in_force = nothing_in(
    "missing_basis",
    of=PAYMENT,
    key="basis_in_force",
    reason=Text("拨付依据未生效：{missing}。", "The basis for payment is not in force: {missing}."),
    supplied_by=OFFICER,
)
fund_not_frozen = nothing_in(
    "frozen_for",
    of=PAYMENT,
    key="fund_not_frozen",
    reason=Text("项目经费暂停拨付：{missing}。", "The project's money is frozen: {missing}."),
    supplied_by=SUPERVISOR | OFFICER,
)
payee_not_barred = nothing_in(
    "integrity_findings",
    of=PAYMENT,
    key="payee_not_barred",
    reason=Text("诚信审核未通过：{missing}。", "The integrity check has findings: {missing}."),
    supplied_by=SUPERVISOR,
)
payee_is_barred = Guard(
    key="payee_is_barred",
    reason=Text("诚信审核没有发现问题。", "The integrity check has no findings."),
    supplied_by=SUPERVISOR,
    holds=lambda f: bool(f.integrity_findings),
    passing=replace(PAYMENT, integrity_findings=("某单位有逾期未退的财政经费",)),
    failing=PAYMENT,
)
matching_on_schedule = nothing_in(
    "matching_missing",
    of=PAYMENT,
    key="matching_on_schedule",
    reason=Text(
        "配套资金未按进度到位：{missing}。",
        "Matching funds have not arrived on schedule: {missing}.",
    ),
    supplied_by=UNIT_FINANCE | {Role.DEMANDER},
)
last_receipt_confirmed = nothing_in(
    "unconfirmed_receipts",
    of=PAYMENT,
    key="last_receipt_confirmed",
    reason=Text(
        "此前拨付尚未确认到账：{missing}。",
        "Receipt of these earlier payments has not been confirmed: {missing}.",
    ),
    supplied_by=UNIT_FINANCE,
)
account_is_the_units = nothing_in(
    "account_findings",
    of=PAYMENT,
    key="account_is_the_units",
    reason=Text("收款账户不可用：{missing}。", "The receiving account cannot be used: {missing}."),
    supplied_by=UNIT_FINANCE | FINANCE,
)
lump_sum_pledged = forbids(
    "is_pledge_missing",
    of=PAYMENT,
    key="lump_sum_pledged",
    reason=Text(
        "包干制项目负责人尚未签署承诺书。", "The leader has not signed the lump-sum pledge."
    ),
    supplied_by=PI,
)
subsidy_is_earned = nothing_in(
    "subsidy_findings",
    of=PAYMENT,
    key="subsidy_is_earned",
    reason=Text(
        "后补助、分段补助的拨付条件未满足：{missing}。",
        "The conditions for paying this subsidy are not met: {missing}.",
    ),
    supplied_by=OFFICER | FINANCE,
)
within_commitment = requires(
    "is_committed",
    of=PAYMENT,
    key="within_commitment",
    reason=Text("拨付金额超出已承诺经费。", "The amount exceeds what is committed."),
    supplied_by=FINANCE,
)
unit_owes_something = Guard(
    key="unit_owes_something",
    reason=Text(
        "配套资金和到账确认均已齐备，不须等待单位。",
        "Matching funds and confirmed receipts are all in place. There is no need to wait for the "
        "unit.",
    ),
    supplied_by=FINANCE,
    holds=lambda f: bool(f.matching_missing or f.unconfirmed_receipts),
    passing=replace(PAYMENT, unconfirmed_receipts=("ZF2026-00001",)),
    failing=PAYMENT,
)
UNIT_HAS_SUPPLIED = (matching_on_schedule, last_receipt_confirmed)
"""What only the unit, and whoever pays it beside the office, can bring about."""

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

not_with_treasury = forbids(
    "is_with_treasury",
    of=PAYMENT,
    key="not_with_treasury",
    reason=Text(
        "拨付单已送财政，须等回单。", "The payment order is with the treasury. Wait for its reply."
    ),
    supplied_by=FINANCE,
)
payee_led_before = requires(
    "payee_led_before",
    of=PAYMENT,
    key="payee_led_before",
    reason=Text(
        "收款单位仍是项目单位，无须改付。",
        "The payee is still a unit of this project, so payment does not need to be redirected.",
    ),
    supplied_by=CLOCK,
)
with_treasury = requires(
    "is_with_treasury",
    of=PAYMENT,
    key="with_treasury",
    reason=Text(
        "拨付单未送财政，不得登记结果。",
        "The payment order has not been sent to the treasury, so no result can be recorded.",
    ),
    supplied_by=FINANCE,
)
return_has_evidence = requires(
    "has_return_evidence",
    of=PAYMENT,
    key="return_has_evidence",
    reason=Text(
        "请先在拨付单页上传银行退汇凭证，再登记退汇。",
        "First upload the bank's return notice on the payment order page, then record the return.",
    ),
    supplied_by=FINANCE,
)
returned_after_it_was_paid = forbids(
    "is_returned_before_paid",
    of=PAYMENT,
    key="returned_after_it_was_paid",
    reason=Text(
        "退汇日期不能早于支付日期。", "The date of return cannot be before the date of payment."
    ),
    supplied_by=FINANCE,
)
returned_money_is_there = nothing_in(
    "accounted_beyond",
    of=PAYMENT,
    key="returned_money_is_there",
    reason=Text(
        "单位账上的项目经费已列支、转拨或退回，冲回这笔拨付还差 {missing}。误报列支的，先由厅财务"
        "核减；已登记转拨、待确认的，先由参加单位确认或报告未收到；已退回的，表明款项曾经到账。",
        "The unit has spent, forwarded or refunded its project money and is {missing} short of "
        "what is needed to reverse this payment. If spending was reported in error, the finance "
        "team disallows it first. If forwarded money is unconfirmed, the partner confirms it or "
        "reports it as not received. If money was refunded, the payment did arrive.",
    ),
    supplied_by=FINANCE,
)
received_money_is_there = nothing_in(
    "accounted_beyond",
    of=PAYMENT,
    key="received_money_is_there",
    reason=Text(
        "单位账上的项目经费已列支、转拨或退回，撤回这笔到账确认还差 {missing}。误报列支的，先由厅"
        "财务核减；已转拨或退回的，表明款项曾经到账。",
        "The unit has spent, forwarded or refunded its project money and is {missing} short of "
        "what is needed to withdraw this receipt. If spending was reported in error, the finance "
        "team disallows it first. If money was forwarded or refunded, the payment did arrive.",
    ),
    supplied_by=FINANCE,
)
receipt_not_passed_on = Guard(
    key="receipt_not_passed_on",
    reason=Text(
        "这笔拨付中应给参加单位的部分已登记转拨 {missing}，不能报告未到账；转拨登记有误的，先由参"
        "加单位撤回到账确认、报告未收到。",
        "{missing} of this payment has been recorded as forwarded to partners, so it cannot be "
        "reported as not received. If that record is wrong, the partner first withdraws its "
        "confirmation and reports it as not received.",
    ),
    supplied_by=PARTNER_FINANCE,
    holds=lambda f: not f.passed_on_of_it,
    passing=PAYMENT,
    failing=replace(PAYMENT, passed_on_of_it=100),
    missing=lambda f: (amount_text(f.passed_on_of_it),),
)
receipt_not_settled = forbids(
    "is_settled",
    of=PAYMENT,
    key="receipt_not_settled",
    reason=Text(
        "项目经费已结清，到账确认不再撤回；确有差错的，请联系厅财务。",
        "The project's money is settled, so receipts can no longer be withdrawn. If there is an "
        "error, contact the finance team.",
    ),
    supplied_by=FINANCE,
)
has_payments = requires(
    "payments",
    of=BATCH,
    key="has_payments",
    reason=Text("批次中没有拨付单。", "The batch contains no payment orders."),
    supplied_by=FINANCE,
)
all_still_payable = nothing_in(
    "unpayable",
    of=BATCH,
    key="all_still_payable",
    reason=Text("批次中有不得拨付的拨付单：{missing}。", "These can no longer be paid: {missing}."),
    supplied_by=FINANCE,
)
all_answered = nothing_in(
    "unanswered",
    of=BATCH,
    key="all_answered",
    reason=Text("财政回单尚缺：{missing}。", "The treasury has not replied on: {missing}."),
    supplied_by=FINANCE,
)
