"""What becomes of a payment that the treasury has made: its unit confirms it, withdraws that, or
reports that nothing came; finance records what the bank sent back (§3.6)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import Ask, AskKind, Transition
from workflows.engine.text import Text
from workflows.facts import PaymentFacts
from workflows.guards import payment as rule
from workflows.hands import CLOCK, FINANCE, PI, UNIT, UNIT_FINANCE
from workflows.parts.asks import REASON

RETURNED_ON = Ask("returned_on", Text("退汇日期", "Date of return"), AskKind.DATE, has_come=True)
RETURN_REFERENCE = Ask(
    "return_reference", Text("退汇流水号", "Bank return reference"), AskKind.LINE
)
RECEIVED_ON = Ask("received_on", Text("到账日期", "Date received"), AskKind.DATE, has_come=True)

RECEIVED = ("received", "archived")
PAID = ("paid", "not_arrived", *RECEIVED)
"""The states of a payment that its unit has confirmed, and of one that the treasury has made."""

ARRIVING: tuple[Transition[PaymentFacts], ...] = (
    Transition(
        name="confirm_receipt",
        label=Text("确认到账", "Confirm receipt"),
        source=("paid", "not_arrived"),
        target="received",
        roles=UNIT_FINANCE,
        asks=(RECEIVED_ON,),
        effects=(
            Apply("record_receipt"),
            Cascade("share", "call_for_forwarding"),
            Cascade("payment", "supplied"),
        ),
        clause=Text("§3.6 · 单位财务确认到账", "§3.6 · confirmed by the unit's finance team"),
    ),
    Transition(
        name="deny_receipt",
        label=Text("报告未到账", "Report as not received"),
        source=("paid",),
        target="not_arrived",
        roles=UNIT_FINANCE,
        asks=(REASON,),
        effects=(Notify("payment_not_arrived", FINANCE),),
        clause=Text(
            "§3.6 · 单位未收到的，由厅财务向财政部门和银行核查",
            "§3.6 · if the unit has not received it, the finance team checks with the treasury "
            "and the bank",
        ),
    ),
    Transition(
        name="withdraw_receipt",
        label=Text("撤回到账确认", "Withdraw the confirmation of receipt"),
        source=("received",),
        target="paid",
        roles=UNIT_FINANCE,
        asks=(REASON,),
        guards=(
            rule.receipt_not_passed_on,
            rule.received_money_is_there,
            rule.receipt_not_settled,
        ),
        effects=(
            Apply("forget_receipt"),
            Cascade("share", "put_off_forwarding"),
            Cascade("payment", "await_unit"),
            Notify("receipt_withdrawn", PI | UNIT | FINANCE),
        ),
        clause=Text(
            "§3.6 · 误确认的，由原确认单位撤回并说明原因，重新确认或报告未到账",
            "§3.6 · the unit that confirmed by mistake withdraws with a reason, then confirms "
            "again or reports it as not received",
        ),
    ),
    Transition(
        name="archive",
        label=Text("归档", "Archive"),
        source=("received",),
        target="archived",
        roles=CLOCK,
        clause=Text("§3.11 · 随项目归档", "§3.11 · archived with the project"),
    ),
    Transition(
        name="record_return",
        label=Text("登记退汇（未到账）", "Record a bank return (not received)"),
        source=("paid", "not_arrived"),
        target="cancelled",
        roles=FINANCE,
        asks=(RETURNED_ON, RETURN_REFERENCE, REASON),
        guards=(
            rule.return_has_evidence,
            rule.returned_after_it_was_paid,
            rule.returned_money_is_there,
        ),
        effects=(
            Apply("book_bank_return"),
            Apply("book_cancellation"),
            Apply("order_instead"),
            Cascade("payment", "supplied"),
            Notify("payment_sent_back", PI | UNIT | UNIT_FINANCE | FINANCE),
        ),
        moves_money=True,
        clause=Text(
            "§3.6 · 原记录保留，以相反分录冲回；依据仍有效的另下拨付单，重新审批",
            "§3.6 · the original record is kept and a counter-entry reverses it; if the basis is "
            "still in force, a new order is made and approved again",
        ),
    ),
)
