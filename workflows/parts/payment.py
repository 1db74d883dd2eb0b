"""A payment order from its basis to the receipt in the unit: ordered by one, approved by another,
and checked anew at every step until the treasury has it (§3.6, J4, I6)."""

from __future__ import annotations

from workflows.engine.decide import DRAFT
from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import PaymentFacts
from workflows.guards import payment as rule
from workflows.hands import (
    CLOCK,
    DEMANDER,
    FINANCE,
    OFFICER,
    PI,
    SUPERVISOR,
    UNIT,
    UNIT_FINANCE,
)
from workflows.parts.asks import REASON
from workflows.phases.arriving import ARRIVING

PAID_ON = Ask("paid_on", Text("支付日期", "Payment date"), AskKind.DATE, has_come=True)
REFERENCE = Ask("reference", Text("财政支付流水号", "Treasury reference"))

_TO_APPROVE = After("payment_order_days")
_TO_BATCH = After("payment_batch_days")
_OPEN = ("ordered", "awaiting_unit", "approved", "held", "barred", "returned")
_OWE_MATCHING = UNIT_FINANCE | DEMANDER
_OF_PAYEE = PI | UNIT | UNIT_FINANCE

PAYMENT = Workflow(
    key="payment",
    version=8,
    label=Text("拨付单", "Payment order"),
    facts=PaymentFacts,
    drafting=Text("下达拨付单", "ordering the payment"),
    clause=Text("domain §3.6 · J4", "domain §3.6 · J4"),
    states=(
        State("ordered", Text("待审批", "Waiting for approval"), Kind.START, FINANCE, _TO_APPROVE),
        State(
            "awaiting_unit",
            Text("待单位补齐", "Waiting for the unit"),
            waits_on=_OWE_MATCHING,
            due=After("payment_supply_days"),
        ),
        State("approved", Text("待编批", "Waiting to be batched"), waits_on=FINANCE, due=_TO_BATCH),
        State(
            "held",
            Text("暂停拨付", "Payment frozen"),
            waits_on=CLOCK,
            undated=Text("随暂停", "with the freeze"),
        ),
        State(
            "barred",
            Text("收款受限暂缓", "On hold, payee barred"),
            waits_on=CLOCK,
            undated=Text(
                "限制期满、解除或者欠款退清、逾期验收办结后恢复",
                "resumes when the bar ends or is lifted, or the overdue refund or acceptance is "
                "completed",
            ),
        ),
        State(
            "batched",
            Text("拨付办理中", "Payment in progress"),
            waits_on=FINANCE,
            due=After("treasury_days"),
        ),
        State(
            "returned",
            Text("财政退回", "Returned by the treasury"),
            waits_on=FINANCE,
            due=_TO_APPROVE,
        ),
        State(
            "paid",
            Text("已拨付待确认", "Paid, receipt to be confirmed"),
            waits_on=UNIT_FINANCE,
            due=After("receipt_days"),
        ),
        State(
            "not_arrived",
            Text("未到账核查", "Not received, being traced"),
            waits_on=FINANCE,
            due=After("treasury_days"),
        ),
        State(
            "received",
            Text("已到账", "Received"),
            waits_on=CLOCK,
            undated=Text("随项目归档", "archived with the project"),
        ),
        State("archived", Text("已到账归档", "Received, archived"), Kind.FINAL),
        State("cancelled", Text("已撤销", "Cancelled"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="await_unit",
            label=Text("待单位补齐条件", "Wait for the unit to meet the conditions"),
            source=("ordered",),
            target="awaiting_unit",
            roles=CLOCK,
            guards=(rule.unit_owes_something,),
            effects=(Notify("payment_awaits_unit", PI | UNIT | _OWE_MATCHING),),
            due=_TO_APPROVE,
            clause=Text(
                "§3.6 · 配套或到账确认未齐备的，由单位先行补齐",
                "§3.6 · if matching funds or confirmed receipts are missing, the unit supplies "
                "them first",
            ),
        ),
        Transition(
            name="put_off_for_bar",
            label=Text("收款受限，暂缓办理", "Put on hold: payee barred"),
            source=("ordered", "awaiting_unit", "approved", "returned"),
            target="barred",
            roles=CLOCK,
            guards=(rule.payee_is_barred,),
            effects=(
                Notify("payment_barred", FINANCE | SUPERVISOR),
                Notify("payment_put_off", _OF_PAYEE | OFFICER),
            ),
            due=_TO_APPROVE,
            clause=Text(
                "§3.6、§3.10 · 受限期间谁也不能拨付，审批期限不计",
                "§3.6, §3.10 · nobody can pay while the bar lasts, and the approval deadline does "
                "not run",
            ),
        ),
        Transition(
            name="go_on_after_bar",
            label=Text("限制已解除，继续办理", "Bar ended, continue"),
            source=("barred",),
            target="ordered",
            roles=FINANCE | CLOCK,
            guards=(rule.payee_not_barred,),
            effects=(
                Cascade("payment", "await_unit"),
                Notify("payment_barred_no_more", FINANCE),
                Notify("payment_goes_on", _OF_PAYEE | OFFICER),
            ),
            clause=Text(
                "§3.6 · 限制解除后重新审批，期限重新计",
                "§3.6 · approved again after the bar ends, with a new deadline",
            ),
        ),
        Transition(
            name="supplied",
            label=Text("已补齐，请继续拨付", "Conditions met, continue payment"),
            source=("awaiting_unit",),
            target="ordered",
            roles=_OWE_MATCHING | CLOCK,
            guards=rule.UNIT_HAS_SUPPLIED,
            clause=Text("§3.6 · 补齐后重新计审批期限", "§3.6 · the approval deadline starts again"),
        ),
        Transition(
            name="approve",
            label=Text("审批", "Approve"),
            source=("ordered", "awaiting_unit"),
            target="approved",
            roles=FINANCE,
            guards=rule.PAYABLE,
            effects=(Apply("fix_account"),),
            separation=(DRAFT,),
            moves_money=True,
            clause=Text(
                "§3.6 · 依据生效、未暂停、配套与到账齐备；下达拨付单的人不得自批",
                "§3.6 · basis in force, no freeze, matching funds and receipts in place; the "
                "person who ordered it cannot approve it",
            ),
        ),
        Transition(
            name="batch",
            label=Text("编入批次", "Add to a batch"),
            source=("approved",),
            target="batched",
            roles=FINANCE,
            guards=rule.PAYABLE,
            effects=(Apply("join_batch"),),
            moves_money=True,
            clause=Text("§3.6 · 编批时再核", "§3.6 · checked again when batched"),
        ),
        Transition(
            name="pay",
            label=Text("登记已拨付", "Record as paid"),
            source=("batched",),
            target="paid",
            roles=FINANCE,
            guards=(rule.with_treasury,),
            asks=(PAID_ON, REFERENCE),
            effects=(
                Apply("book_payment"),
                SendLetter("payment_notice"),
                Notify("payment_made", PI | UNIT | UNIT_FINANCE),
            ),
            moves_money=True,
            clause=Text("J4 · 财政回单为准", "J4 · based on the treasury receipt"),
        ),
        Transition(
            name="take_out",
            label=Text("移出批次", "Remove from the batch"),
            source=("batched",),
            target="approved",
            roles=FINANCE | CLOCK,
            guards=(rule.not_with_treasury,),
            effects=(Apply("leave_batch"),),
            clause=Text("§3.6 · 送财政前可移出", "§3.6 · can be removed before the batch is sent"),
        ),
        Transition(
            name="bounce",
            label=Text("登记退回", "Record as returned"),
            source=("batched",),
            target="returned",
            roles=FINANCE,
            guards=(rule.with_treasury,),
            asks=(REASON,),
            effects=(Apply("leave_batch"), Notify("payment_returned", UNIT_FINANCE)),
            clause=Text("§3.6 · 财政退回须注明原因", "§3.6 · with the treasury's reason"),
        ),
        Transition(
            name="order_again",
            label=Text("重新下达", "Order again"),
            source=("returned",),
            target="ordered",
            roles=FINANCE,
            clause=Text(
                "§3.6 · 更正账户后重新审批", "§3.6 · approved again after the account is corrected"
            ),
        ),
        Transition(
            name="hold",
            label=Text("暂停", "Freeze"),
            source=("ordered", "awaiting_unit", "approved", "barred", "batched", "returned"),
            target="held",
            roles=CLOCK,
            guards=(rule.not_with_treasury,),
            effects=(Apply("leave_batch"),),
            clause=Text("J10 · 随项目经费暂停", "J10 · frozen with the project money"),
        ),
        Transition(
            name="release",
            label=Text("恢复", "Resume"),
            source=("held",),
            target="ordered",
            roles=CLOCK,
            clause=Text("J10 · 恢复后重新审批", "J10 · approved again after resumption"),
        ),
        Transition(
            name="cancel",
            label=Text("撤销", "Cancel"),
            source=_OPEN,
            target="cancelled",
            roles=FINANCE | SUPERVISOR | OFFICER,
            guards=(rule.not_with_treasury,),
            asks=(REASON,),
            effects=(Apply("book_cancellation"),),
            clause=Text("I3 · 金额回到承诺", "I3 · the amount returns to commitments"),
        ),
        Transition(
            name="void",
            label=Text("随项目结束撤销", "Cancel with the end of the project"),
            source=(*_OPEN, "batched"),
            target="cancelled",
            roles=CLOCK,
            guards=(rule.not_with_treasury,),
            effects=(Apply("leave_batch"), Apply("book_cancellation")),
            clause=Text("I6 · 项目结束后不再拨付", "I6 · no payment after the project ends"),
        ),
        *(
            Transition(
                name="follow_the_lead",
                label=Text("改付现牵头单位", "Redirect to the current lead unit"),
                source=sources,
                target=target,
                roles=CLOCK,
                guards=(rule.payee_led_before, rule.not_with_treasury),
                effects=(
                    Apply("leave_batch"),
                    Apply("pay_the_lead_unit"),
                    Notify("payment_follows_the_lead", FINANCE),
                ),
                clause=Text(
                    "§3.9 · 牵头单位变更，未送财政的拨付单随之改付，重新审批",
                    "§3.9 · if the lead unit changes, orders not yet sent to the treasury are "
                    "redirected and approved again",
                ),
            )
            for sources, target in (
                (
                    ("ordered", "awaiting_unit", "approved", "barred", "batched", "returned"),
                    "ordered",
                ),
                (("held",), "held"),
            )
        ),
        *ARRIVING,
    ),
)
