"""The share of one partner in a consortium (联合申报): forwarded in time by the lead unit, or paid
directly; accounted for, paid back and found done or not by the partner itself (§3.6)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify
from workflows.engine.model import After, Ask, AskKind, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import ShareFacts
from workflows.guards import share as rule
from workflows.hands import CLOCK, FINANCE, OFFICER, PARTNER_FINANCE, UNIT_FINANCE
from workflows.parts.asks import REASON
from workflows.phases.arriving import RECEIVED_ON
from workflows.phases.fund.common import AMOUNT, staying
from workflows.phases.fund.recovering import REFERENCE, REFUNDED_ON
from workflows.phases.fund.spending import NO_SPENDING, disallowing, reporting

FORWARDED_ON = Ask("forwarded_on", Text("转拨日期", "Date forwarded"), AskKind.DATE, has_come=True)
FINDINGS: tuple[tuple[str, Text], ...] = (
    ("done", Text("完成", "Completed")),
    ("partly", Text("部分完成", "Partly completed")),
    ("not_done", Text("未完成", "Not completed")),
)
FINDING = Ask(
    "finding", Text("任务完成情况", "Completion of tasks"), AskKind.CHOICE, choices=FINDINGS
)
GROUNDS = Ask("finding_note", Text("依据", "Basis"), AskKind.PARAGRAPH)

_LIVE = ("waiting", "to_forward", "forwarded")


SHARE = Workflow(
    key="share",
    version=8,
    label=Text("参加单位经费", "Partner's money"),
    facts=ShareFacts,
    clause=Text("S0 第八章 · domain §3.6", "S0 chapter 8 · domain §3.6"),
    states=(
        State(
            "waiting",
            Text("随拨付", "Follows payments"),
            Kind.START,
            CLOCK,
            undated=Text("随项目拨付", "follows project payments"),
        ),
        State(
            "to_forward",
            Text("待转拨", "To be forwarded"),
            waits_on=UNIT_FINANCE,
            due=After("forward_working_days", Unit.WORKING_DAYS),
        ),
        State(
            "forwarded",
            Text("已转拨待确认", "Forwarded, receipt to be confirmed"),
            waits_on=PARTNER_FINANCE,
            due=After("receipt_days"),
        ),
        State(
            "settled",
            Text("已结清", "Settled"),
            waits_on=CLOCK,
            undated=Text(
                "此后撤销项目或者核减列支的，重新追缴",
                "recovered again if the project is later revoked or spending disallowed",
            ),
        ),
        State("archived", Text("已归档", "Archived"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="call_for_forwarding",
            label=Text("应转拨", "Due to be forwarded"),
            source=("waiting",),
            target="to_forward",
            roles=CLOCK,
            guards=(rule.money_to_forward,),
            effects=(Notify("share_to_forward", UNIT_FINANCE | PARTNER_FINANCE),),
            clause=Text(
                "§3.6 · 牵头单位确认到账后按期转拨",
                "§3.6 · the lead unit forwards in time after confirming receipt",
            ),
        ),
        Transition(
            name="forward",
            label=Text("登记转拨", "Record money as forwarded"),
            source=("to_forward",),
            target="forwarded",
            roles=UNIT_FINANCE,
            asks=(FORWARDED_ON, REFERENCE),
            guards=(rule.money_to_forward, rule.share_not_recovered),
            effects=(Apply("record_forwarding"), Notify("share_forwarded", PARTNER_FINANCE)),
            moves_money=True,
            clause=Text("§3.6 · 按约定份额转拨", "§3.6 · according to the agreed shares"),
        ),
        Transition(
            name="confirm_forwarding",
            label=Text("确认到账", "Confirm receipt"),
            source=("forwarded",),
            target="waiting",
            roles=PARTNER_FINANCE,
            asks=(RECEIVED_ON,),
            guards=(rule.money_on_its_way,),
            effects=(
                Apply("book_forwarding"),
                Cascade("share", "call_for_forwarding"),
                Cascade("payment", "supplied"),
            ),
            moves_money=True,
            clause=Text("§3.6 · 参加单位确认后入账", "§3.6 · booked when the partner confirms"),
        ),
        Transition(
            name="withdraw_forwarding_receipt",
            label=Text("撤回到账确认", "Withdraw the confirmation of receipt"),
            source=("waiting", "to_forward"),
            target="forwarded",
            roles=PARTNER_FINANCE,
            asks=(REASON,),
            guards=(
                rule.forwarding_was_confirmed,
                rule.confirmed_money_is_there,
                rule.forwarding_receipt_not_settled,
            ),
            effects=(
                Apply("take_back_forwarding"),
                Cascade("payment", "await_unit"),
                Notify("share_receipt_withdrawn", UNIT_FINANCE | OFFICER),
            ),
            moves_money=True,
            clause=Text(
                "§3.6 · 误确认的，由参加单位撤回并说明原因，以相反分录冲回，重新确认或报告未收到",
                "§3.6 · a partner that confirmed by mistake withdraws with a reason; a "
                "counter-entry reverses it, and it confirms again or reports it as not received",
            ),
        ),
        *(
            Transition(
                name="deny_forwarding",
                label=Text("未收到", "Not received"),
                source=("forwarded",),
                target=target,
                roles=PARTNER_FINANCE,
                asks=(REASON,),
                guards=(guard,),
                effects=(
                    Apply("forget_forwarding"),
                    Notify("share_not_received", UNIT_FINANCE | OFFICER),
                ),
                clause=clause,
            )
            for target, guard, clause in (
                (
                    "to_forward",
                    rule.share_not_recovered,
                    Text("§3.6 · 未到账退回重办", "§3.6 · not received: to be forwarded again"),
                ),
                (
                    "waiting",
                    rule.share_is_recovered,
                    Text(
                        "J20 · 追缴中未到账，由牵头单位退回",
                        "J20 · not received during a recovery: the lead unit refunds it",
                    ),
                ),
            )
        ),
        Transition(
            name="call_off_forwarding",
            label=Text("停止转拨", "Stop forwarding"),
            source=("to_forward",),
            target="waiting",
            roles=CLOCK,
            guards=(rule.share_is_recovered,),
            effects=(Notify("share_called_off", UNIT_FINANCE | PARTNER_FINANCE),),
            clause=Text(
                "J20 · 启动追缴后不再转拨，由牵头单位退回",
                "J20 · nothing is forwarded once a recovery starts; the lead unit refunds the "
                "money",
            ),
        ),
        Transition(
            name="put_off_forwarding",
            label=Text("暂缓转拨", "Put forwarding on hold"),
            source=("to_forward",),
            target="waiting",
            roles=CLOCK,
            guards=(rule.nothing_to_forward,),
            effects=(Notify("share_put_off", UNIT_FINANCE | PARTNER_FINANCE),),
            clause=Text(
                "§3.6 · 牵头单位撤回到账确认的，待款项到账后再转拨；参加单位接任牵头的，不再转拨",
                "§3.6 · if the lead unit withdraws its receipt, it forwards once the money "
                "arrives; nothing is forwarded to a partner that becomes the lead unit",
            ),
        ),
        *reporting(
            _LIVE,
            name="report_share_spending",
            roles=PARTNER_FINANCE,
            guards=(
                rule.partner_spends_what_it_holds,
                rule.partner_heading_fits_mode,
                rule.partner_reports_in_time,
            ),
            effects=(Apply("book_share_spending"),),
            clause=Text(
                "§3.6 · 各单位按科目报告支出", "§3.6 · each unit reports spending by heading"
            ),
        ),
        *staying(
            _LIVE,
            name="report_no_share_spending",
            label=NO_SPENDING,
            roles=PARTNER_FINANCE,
            guards=(rule.partner_has_said_nothing,),
            clause=Text("J20 · 单位报清列支", "J20 · the unit completes its spending report"),
        ),
        *disallowing(
            (*_LIVE, "settled"),
            name="disallow_share_spending",
            guards=(rule.partner_had_spent_it, rule.partner_heading_fits_mode),
            effects=(Apply("book_share_disallowance"),),
        ),
        *staying(
            (*_LIVE, "settled", "archived"),
            name="refund_share",
            label=Text("登记退款", "Record a refund"),
            roles=FINANCE,
            asks=(AMOUNT, REFUNDED_ON, REFERENCE),
            guards=(rule.share_takes_refunds, rule.refund_within_share),
            effects=(Apply("book_share_refund"), Notify("share_refunded", PARTNER_FINANCE)),
            moves_money=True,
            clause=Text(
                "J20 · 各单位退回各自应退部分；追缴停止、撤回、核销或归档以后到账的照常入账",
                "J20 · each unit refunds its own part; refunds arriving after the recovery is "
                "stopped, withdrawn or written off, or after archiving, are still booked",
            ),
        ),
        *staying(
            _LIVE,
            name="find_part",
            label=Text("认定任务完成情况", "Record completion of tasks"),
            roles=OFFICER,
            asks=(FINDING, GROUNDS),
            guards=(rule.part_is_open,),
            effects=(Apply("record_part"),),
            clause=Text("§3.8 · 验收时逐单位认定", "§3.8 · found unit by unit at acceptance"),
        ),
        Transition(
            name="settle_share",
            label=Text("结清", "Settle"),
            source=("waiting",),
            target="settled",
            roles=FINANCE,
            guards=(
                rule.shared_project_has_ended,
                rule.share_owes_nothing,
                rule.nothing_to_forward,
                rule.payments_for_share_finished,
                rule.payments_for_share_confirmed,
            ),
            moves_money=True,
            clause=Text(
                "§3.6 · 项目结束且无应退", "§3.6 · the project has ended and nothing is due back"
            ),
        ),
        Transition(
            name="reopen_with_project",
            label=Text("项目恢复", "Project resumes"),
            source=("settled",),
            target="waiting",
            roles=CLOCK,
            clause=Text(
                "R17、J19 · 随团队复活或复查改正",
                "R17, J19 · the team is revived, or the decision corrected on appeal",
            ),
        ),
        Transition(
            name="archive",
            label=Text("归档", "Archive"),
            source=("waiting", "settled"),
            target="archived",
            roles=CLOCK,
            clause=Text("§3.11 · 随项目归档", "§3.11 · archived with the project"),
        ),
        Transition(
            name="reopen_share",
            label=Text("启动追缴，重新退款", "Recovery started, refund again"),
            source=("settled",),
            target="waiting",
            roles=CLOCK,
            guards=(rule.share_is_recovered, rule.share_owes),
            clause=Text(
                "J13、J20 · 结清后撤销项目或核减列支的，参加单位退回应退部分",
                "J13, J20 · if the project is revoked or spending disallowed after settlement, "
                "the partner refunds what is due",
            ),
        ),
    ),
)
