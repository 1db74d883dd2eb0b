"""Money that comes back (J20)."""

from __future__ import annotations

from typing import Any

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Ask, AskKind, At, Transition
from workflows.engine.text import Text
from workflows.facts import FundFacts
from workflows.guards import fund as fund_rule
from workflows.guards import recovering as rule
from workflows.hands import CLOCK, DECIDES, FINANCE, SUPERVISOR, UNIT_FINANCE
from workflows.phases.fund.common import (
    AMOUNT,
    ARCHIVED,
    ASK_FOR_BALANCE,
    LIVE,
    OVER,
    OWED,
    OWING,
    SPENDING_IN,
    TOLD,
    UNSETTLED,
    staying,
)
from workflows.roles import Role

REFUNDED_ON = Ask(
    "refunded_on", Text("退款到账日期", "Date refund received"), AskKind.DATE, has_come=True
)
SENT_ON = Ask("sent_on", Text("汇出日期", "Date sent"), AskKind.DATE, has_come=True)
TRANSFER = Ask("transfer", Text("汇款流水号", "Transfer reference"))
REFERENCE = Ask("reference", Text("入账凭证号", "Voucher number"))

_COMING_AFTERWARDS: dict[str, Any] = {
    "name": "record_refund",
    "label": Text("登记此后到账的退款", "Record a refund received afterwards"),
    "roles": FINANCE,
    "guards": (
        rule.refund_may_be_on_its_way,
        rule.refund_was_the_leads,
        rule.refund_leaves_what_was_forwarded,
    ),
    "asks": (AMOUNT, REFUNDED_ON, REFERENCE),
    "moves_money": True,
}

RECOVERING: tuple[Transition[FundFacts], ...] = (
    Transition(
        name="await_balance",
        label=Text(
            "项目结题、终止或不通过，待退结余",
            "Project concluded, terminated or failed: balance due back",
        ),
        source=("normal",),
        target=UNSETTLED,
        roles=CLOCK,
        guards=(fund_rule.balance_comes_back,),
        effects=(ASK_FOR_BALANCE,),
        clause=Text(
            "J12, J20 · 终止的先审计，单位报清列支，厅财务限期启动追缴结余",
            "J12, J20 · a terminated project is audited first; the unit reports its spending and "
            "the finance team starts recovering the balance in time",
        ),
    ),
    *(
        Transition(
            name="go_on_after_balance",
            label=label,
            source=source,
            target="normal",
            roles=CLOCK,
            guards=(rule.recovery_lost_its_ground,),
            effects=(
                Apply("call_off_recovery"),
                Cascade("share", "reopen_with_project"),
                Cascade("share", "call_for_forwarding"),
                *told,
            ),
            clause=Text("R17 · 随团队复活", "R17 · the team is revived"),
        )
        for source, label, told in (
            (
                ("normal", UNSETTLED),
                Text("项目恢复，不再退结余", "Project resumes: no balance due back"),
                (),
            ),
            (
                (*OWING, *OVER),
                Text("项目恢复，停止追缴", "Project resumes: recovery stopped"),
                (Notify("recovery_called_off", TOLD | FINANCE),),
            ),
        )
    ),
    Transition(
        name="await_recovery",
        label=Text("项目撤销，待追缴", "Project revoked: recovery due"),
        source=(*SPENDING_IN, *OWING, *OVER),
        target="to_recover",
        roles=CLOCK,
        guards=(rule.money_may_come_back,),
        effects=(
            Apply("lift_freeze"),
            Cascade("share", "call_off_forwarding"),
            Notify("recovery_to_start", FINANCE),
        ),
        clause=Text(
            "J13, J20 · 撤销即停止拨付，限期启动追缴",
            "J13, J20 · payments stop on revocation and the recovery starts in time",
        ),
    ),
    Transition(
        name="await_recovery",
        label=Text("项目撤销，无应退经费", "Project revoked: nothing due back"),
        source=("frozen",),
        target="normal",
        roles=CLOCK,
        guards=(rule.nothing_comes_back,),
        effects=(Apply("lift_freeze"),),
        clause=Text(
            "J13 · 未拨付即撤销的，直接结清",
            "J13 · settled directly if revoked before any payment",
        ),
    ),
    *staying(
        (UNSETTLED, "to_recover"),
        name="miss_recovery",
        label=Text("逾期未启动追缴", "Recovery not started in time"),
        roles=CLOCK,
        guards=(rule.recovery_is_late,),
        effects=(Notify("recovery_late", FINANCE | SUPERVISOR | DECIDES),),
        due=At("recovery_late_at"),
        clause=Text(
            "J20 · 逾期告知监督诚信处",
            "J20 · the supervision and integrity division is told when overdue",
        ),
    ),
    Transition(
        name="recover",
        label=Text("启动追缴", "Start the recovery"),
        source=(*SPENDING_IN, "to_recover", "recovered"),
        target="recovering",
        roles=FINANCE,
        guards=(
            rule.recovery_has_ground,
            rule.balance_was_not_left,
            rule.money_is_owed,
            fund_rule.nothing_under_way,
            rule.units_have_reported,
        ),
        effects=(
            Cascade("payment", "void"),
            Apply("release_commitment"),
            Apply("fix_recovery"),
            Cascade("share", "call_off_forwarding"),
            Cascade("share", "reopen_share"),
            SendLetter("refund_notice"),
            Notify("refund_wanted", TOLD),
        ),
        moves_money=True,
        clause=Text(
            "J20 · 终止、结题、不通过退结余，撤销全额追回；终止后又撤销的再追其余",
            "J20 · the balance if terminated, concluded or failed; everything if revoked; the "
            "rest if revoked after termination",
        ),
    ),
    *staying(
        OWING,
        name="announce_refund",
        label=Text("告知已汇出退款", "Report that a refund has been sent"),
        roles=UNIT_FINANCE,
        guards=(rule.money_is_owed, rule.refund_within_owed, rule.refund_is_the_leads),
        asks=(AMOUNT, SENT_ON, TRANSFER),
        effects=(Notify("refund_sent", FINANCE),),
        clause=Text(
            "J20 · 单位退款后告知，厅财务到账后登记",
            "J20 · the unit reports the refund; the finance team records it when it arrives",
        ),
    ),
    *staying(
        OWED,
        name="record_refund",
        label=Text("登记退款", "Record a refund"),
        roles=FINANCE,
        guards=(
            rule.money_is_owed,
            rule.refund_within_owed,
            rule.refund_is_the_leads,
            rule.refund_leaves_what_was_forwarded,
        ),
        asks=(AMOUNT, REFUNDED_ON, REFERENCE),
        effects=(Apply("book_refund"), Notify("refund_received", TOLD)),
        moves_money=True,
        clause=Text(
            "J20 · 退款入账，回到未承诺经费",
            "J20, I3 · the refund is booked back to uncommitted money",
        ),
    ),
    *staying(
        (ARCHIVED,),
        effects=(Apply("book_refund"), Notify("refund_after_archiving", TOLD)),
        clause=Text(
            "J20、§3.11 · 归档以后到账的照常入账，项目不因此恢复办理",
            "J20, §3.11 · refunds arriving after archiving are still booked; the project is not "
            "reopened",
        ),
        **_COMING_AFTERWARDS,
    ),
    *staying(
        (*LIVE, "written_off"),
        effects=(Apply("book_refund"), Notify("late_refund_received", TOLD)),
        clause=Text(
            "R17、J19、J20 · 追缴停止、撤回或核销以后到账的照常入账；复查改正的随即另下拨付单，随"
            "团队复活的不再拨付",
            "R17, J19, J20 · refunds arriving after the recovery is stopped, withdrawn or written "
            "off are still booked; they are ordered again if corrected on appeal, but not paid "
            "again to a revived team",
        ),
        **_COMING_AFTERWARDS,
    ),
    Transition(
        name="close_recovery",
        label=Text("追缴结清", "Close the recovery"),
        source=OWED,
        target="recovered",
        roles=FINANCE,
        approvals=(Role.FINANCE,),
        guards=(fund_rule.nothing_is_owed,),
        clause=Text(
            "J20 · 应退款项全部到账，由厅财务一人登记、另一人复核后结清，单位方可恢复申报",
            "J20 · closed once all refunds have arrived; one finance officer records, another "
            "confirms, and only then can the unit apply again",
        ),
    ),
    Transition(
        name="close_recovery",
        label=Text("追缴结清", "Close the recovery"),
        source=("to_recover",),
        target="recovered",
        roles=FINANCE,
        guards=(rule.nothing_comes_back,),
        effects=(Cascade("payment", "void"), Apply("release_commitment")),
        moves_money=True,
        clause=Text(
            "J20 · 撤销时在途的拨付均已退回，没有应退款项",
            "J20 · payments in transit at revocation all came back; nothing is due",
        ),
    ),
)
