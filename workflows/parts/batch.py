"""A batch of payments for the treasury: made by one, sent by another, closed by the return."""

from __future__ import annotations

from workflows.engine.decide import DRAFT
from workflows.engine.effects import Cascade
from workflows.engine.model import After, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import BatchFacts
from workflows.guards import payment as rule
from workflows.hands import FINANCE
from workflows.parts.asks import REASON

PAYMENT_BATCH = Workflow(
    key="payment_batch",
    version=1,
    label=Text("拨付批次", "Payment batch"),
    facts=BatchFacts,
    drafting=Text("编批", "making up the batch"),
    clause=Text("domain §3.6", "domain §3.6"),
    states=(
        State(
            "open",
            Text("待送财政", "To be sent"),
            Kind.START,
            FINANCE,
            After("payment_batch_days"),
        ),
        State(
            "sent",
            Text("已送财政", "With the treasury"),
            Kind.OPEN,
            FINANCE,
            After("treasury_days"),
        ),
        State("reconciled", Text("已对账", "Reconciled"), Kind.FINAL),
        State("cancelled", Text("已撤销", "Cancelled"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="send",
            label=Text("送财政", "Send to the treasury"),
            source=("open",),
            target="sent",
            roles=FINANCE,
            guards=(rule.has_payments, rule.all_still_payable),
            separation=(DRAFT,),
            moves_money=True,
            clause=Text(
                "§3.6 · 送出前逐笔再核；编批人不得自送",
                "§3.6 · each order is checked again before sending; the person who made up the "
                "batch cannot send it",
            ),
        ),
        Transition(
            name="reconcile",
            label=Text("对账完成", "Reconcile"),
            source=("sent",),
            target="reconciled",
            roles=FINANCE,
            guards=(rule.all_answered,),
            clause=Text("§3.6 · 回单逐笔核对", "§3.6 · each treasury receipt is matched"),
        ),
        Transition(
            name="cancel",
            label=Text("撤销批次", "Cancel the batch"),
            source=("open",),
            target="cancelled",
            roles=FINANCE,
            asks=(REASON,),
            effects=(Cascade("payment", "take_out"),),
            clause=Text(
                "§3.6 · 送财政前可撤销", "§3.6 · can be cancelled before it is sent to the treasury"
            ),
        ),
    ),
)
