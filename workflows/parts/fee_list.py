"""Experts' fees of one panel (专家咨询费; §3.1, 财科教〔2017〕128号): drawn up from who really
served, checked by another, approved and paid by finance. What is not paid yet waits in the list
and holds up nobody else; a transfer that came back is done again."""

from __future__ import annotations

from workflows.engine.decide import DRAFT
from workflows.engine.effects import Apply, Notify
from workflows.engine.model import After, Ask, AskKind, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import FeeListFacts
from workflows.guards import fees as rule
from workflows.hands import FINANCE, MANAGER, OFFICER
from workflows.parts.asks import REASON

_DRAWERS = MANAGER | OFFICER
_STEP = After("fee_step_days", Unit.WORKING_DAYS)
_LINES = Ask(
    "lines",
    Text("序号", "Line numbers"),
    hint=Text(
        "发放单中的序号，多个用顿号隔开，例如：3、5",
        "Line numbers on the list, separated by commas, for example 3, 5",
    ),
)
_PAID_ON = Ask("paid_on", Text("发放日期", "Payment date"), AskKind.DATE, has_come=True)
_BATCH = Ask("batch_number", Text("银行批次号", "Bank batch number"), most=60)
_RIGHT = (
    rule.fees_named,
    rule.fee_source_named,
    rule.attendance_named,
    rule.fees_within_standard,
    rule.fees_as_served,
)

FEE_LIST = Workflow(
    key="fee_list",
    version=1,
    label=Text("专家费发放单", "List of experts' fees"),
    facts=FeeListFacts,
    drafting=Text("拟制", "drawing it up"),
    clause=Text("§3.1 · 专家咨询费", "§3.1 · experts' fees"),
    states=(
        State("drawn_up", Text("拟制中", "Being drawn up"), Kind.START, _DRAWERS, _STEP),
        State("checking", Text("待复核", "Waiting for check"), waits_on=_DRAWERS, due=_STEP),
        State("approving", Text("待审批", "Waiting for approval"), waits_on=FINANCE, due=_STEP),
        State(
            "payable",
            Text("待发放", "Waiting for payment"),
            waits_on=FINANCE,
            due=After("fee_pay_days"),
        ),
        State("paid", Text("已办结", "Completed"), Kind.FINAL),
        State("dropped", Text("已取消", "Cancelled"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="submit",
            label=Text("提交复核", "Submit for checking"),
            source=("drawn_up",),
            target="checking",
            roles=_DRAWERS,
            guards=_RIGHT,
            effects=(Notify("fees_to_check", _DRAWERS),),
            clause=Text(
                "§3.1 · 按实际参加评审的情况拟制，在标准之内",
                "§3.1 · based on who actually took part, within the standard",
            ),
        ),
        Transition(
            name="drop",
            label=Text("取消发放单", "Cancel the list"),
            source=("drawn_up",),
            target="dropped",
            roles=_DRAWERS,
            asks=(REASON,),
            clause=Text(
                "§3.1 · 写明理由后可另行拟制",
                "§3.1 · with a reason; another list can then be drawn up",
            ),
        ),
        Transition(
            name="check",
            label=Text("复核通过", "Pass the check"),
            source=("checking",),
            target="approving",
            roles=_DRAWERS,
            guards=_RIGHT,
            effects=(Notify("fees_to_approve", FINANCE),),
            separation=(DRAFT, "submit"),
            clause=Text(
                "§3.1 · 由拟制人以外的人复核",
                "§3.1 · checked by someone other than the person who drew it up",
            ),
        ),
        Transition(
            name="return_list",
            label=Text("退回拟制", "Return to be redrawn"),
            source=("checking",),
            target="drawn_up",
            roles=_DRAWERS,
            asks=(REASON,),
            effects=(Notify("fees_returned", _DRAWERS),),
            separation=(DRAFT, "submit"),
            clause=Text("§3.1 · 有误的退回改正", "§3.1 · errors are returned for correction"),
        ),
        Transition(
            name="approve",
            label=Text("审批通过", "Approve"),
            source=("approving",),
            target="payable",
            roles=FINANCE,
            guards=_RIGHT,
            effects=(Apply("approve_fees"),),
            separation=(DRAFT, "submit", "check"),
            moves_money=True,
            signature=True,
            clause=Text(
                "§3.1 · 由厅财务审批；收款账户由专家本人登记",
                "§3.1 · approved by the finance team; experts register their own accounts",
            ),
        ),
        Transition(
            name="return_list",
            label=Text("退回拟制", "Return to be redrawn"),
            source=("approving",),
            target="drawn_up",
            roles=FINANCE,
            asks=(REASON,),
            effects=(Notify("fees_returned", _DRAWERS),),
            clause=Text("§3.1 · 有误的退回改正", "§3.1 · errors are returned for correction"),
        ),
        Transition(
            name="pay",
            label=Text("登记发放", "Record payment"),
            source=("payable",),
            target="payable",
            roles=FINANCE,
            guards=(rule.bank_was_given_it, rule.paid_once_given),
            asks=(_PAID_ON, _BATCH),
            effects=(Apply("pay_fees"),),
            moves_money=True,
            clause=Text(
                "§3.1 · 转入专家本人账户，不付现金；未登记账户的另行发放",
                "§3.1 · paid to the expert's own account, never in cash; experts without an "
                "account are paid later",
            ),
        ),
        Transition(
            name="take_back",
            label=Text("登记退汇", "Record a bank return"),
            source=("payable",),
            target="payable",
            roles=FINANCE,
            guards=(rule.lines_are_paid,),
            asks=(_LINES, REASON),
            effects=(Apply("take_back_fees"),),
            moves_money=True,
            clause=Text("§3.1 · 退汇的重新发放", "§3.1 · fees returned by the bank are paid again"),
        ),
        Transition(
            name="give_up",
            label=Text("登记不再发放", "Record as not to be paid"),
            source=("payable",),
            target="payable",
            roles=FINANCE,
            guards=(rule.lines_are_unpaid,),
            asks=(_LINES, REASON),
            effects=(Apply("give_up_fees"),),
            clause=Text(
                "§3.1 · 专家书面表示不领取的，写明依据",
                "§3.1 · for experts who decline the fee in writing; the basis is recorded",
            ),
        ),
        Transition(
            name="settle",
            label=Text("确认全部到账，办结", "Confirm all received and complete"),
            source=("payable",),
            target="paid",
            roles=FINANCE,
            guards=(rule.every_fee_settled,),
            clause=Text(
                "§3.1 · 核对银行回单后办结", "§3.1 · completed after checking the bank receipt"
            ),
        ),
    ),
)
