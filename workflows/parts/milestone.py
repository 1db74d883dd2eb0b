"""A milestone (节点) of a project and each panel member's opinion of it: J3-J7, §3.1."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, Ask, AskKind, At, Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.facts import MilestoneFacts
from workflows.guards import milestone as rule
from workflows.guards.pledge import pledge_signed_before_node
from workflows.hands import CHAIR, CLOCK, DECIDES, NODE_EXPERT, OFFICER, PI, TEAM
from workflows.parts.asks import REASON

_PASS = Text("通过", "pass")
_RECTIFY = Text("整改", "rectify")
_FAIL = Text("不通过", "fail")

CONCLUSION = Ask("opinion", Text("专家组结论意见", "Opinion of the panel"), AskKind.PARAGRAPH)
MONTHS = Ask(
    "months",
    Text("整改期", "Period of rectification"),
    AskKind.CHOICE,
    choices=tuple((str(n), Text(f"{n} 个月", f"{n} months")) for n in range(1, 7)),
)
RECTIFIED = Ask("report", Text("整改情况", "What was rectified"), AskKind.PARAGRAPH)

_HOLD_FUNDS = Cascade("fund", "hold_for_progress")
_RELEASE_FUNDS = Cascade("fund", "resume_after_progress")
_FAILED = Notify("node_failed", TEAM | OFFICER | DECIDES)

MILESTONE = Workflow(
    key="milestone",
    version=1,
    label=Text("节点", "Milestone"),
    facts=MilestoneFacts,
    clause=Text("domain §2.1b J3-J7", "domain §2.1b J3-J7"),
    states=(
        State(
            "planned",
            Text("未到期", "Planned"),
            Kind.START,
            CLOCK,
            At("notice_at"),
        ),
        State(
            "announced",
            Text("待提交佐证", "Evidence awaited"),
            waits_on=PI,
            due=At("evidence_until"),
        ),
        State("overdue", Text("佐证逾期", "Evidence overdue"), waits_on=PI, due=At("freeze_at")),
        State(
            "frozen",
            Text("逾期冻结", "Overdue, funds frozen"),
            waits_on=PI,
            undated=Text("已逾期", "already overdue"),
        ),
        State(
            "submitted",
            Text("待组建专家组", "Panel to be formed"),
            waits_on=OFFICER,
            due=After("node_panel_days"),
        ),
        State(
            "assessing",
            Text("考核中", "Being assessed"),
            waits_on=CHAIR,
            due=After("node_assess_days"),
        ),
        State("rectifying", Text("整改中", "Rectifying"), waits_on=PI, due=At("rectify_until")),
        State(
            "rechecking",
            Text("复核中", "Being checked again"),
            waits_on=CHAIR,
            due=After("node_assess_days"),
        ),
        State("passed", Text("通过", "Passed"), Kind.FINAL),
        State("failed", Text("不通过", "Failed"), Kind.FINAL),
        State("cancelled", Text("不再考核", "Cancelled"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="announce",
            label=Text("通知节点考核", "Announce the node"),
            source=("planned",),
            target="announced",
            roles=CLOCK,
            guards=(
                rule.notice_is_due,
                rule.project_is_active,
                pledge_signed_before_node,
            ),
            effects=(
                Cascade("project", "open_node", strict=True),
                SendLetter("node_notice"),
                Notify("node_announced", TEAM),
            ),
            due=At("notice_at"),
            clause=Text("J3 · 节点前通知考核", "J3 · notice before the node"),
        ),
        Transition(
            name="ask_early",
            label=Text("提前申请考核", "Ask for an early check"),
            source=("planned",),
            target="announced",
            roles=PI,
            guards=(rule.project_is_active, pledge_signed_before_node),
            effects=(
                Cascade("project", "open_node", strict=True),
                SendLetter("node_notice"),
                Notify("node_announced", TEAM | OFFICER),
            ),
            clause=Text("J3 · 负责人提前提交", "J3 · handed in early by the leader"),
        ),
        Transition(
            name="fall_overdue",
            label=Text("佐证逾期", "Fall overdue"),
            source=("announced",),
            target="overdue",
            roles=CLOCK,
            effects=(Notify("node_overdue", TEAM | OFFICER),),
            due=At("evidence_until"),
            clause=Text("J3 · 逾期提醒", "J3 · a reminder when overdue"),
        ),
        Transition(
            name="freeze",
            label=Text("逾期冻结经费", "Freeze the funds"),
            source=("overdue",),
            target="frozen",
            roles=CLOCK,
            effects=(_HOLD_FUNDS, Notify("node_frozen", TEAM | OFFICER)),
            due=At("freeze_at"),
            clause=Text("J3 · 再逾期即冻结经费", "J3 · overdue again: funds are frozen"),
        ),
        Transition(
            name="submit_evidence",
            label=Text("提交节点报告", "Submit the node report"),
            source=("announced", "overdue", "frozen"),
            target="submitted",
            roles=PI,
            guards=(rule.evidence_complete,),
            effects=(_RELEASE_FUNDS, Notify("node_submitted", OFFICER)),
            clause=Text(
                "J3 · 逐项指标附佐证，提交后不得撤换",
                "J3 · evidence for each metric, fixed once submitted",
            ),
        ),
        Transition(
            name="convene",
            label=Text("启动节点考核", "Start the assessment"),
            source=("submitted",),
            target="assessing",
            roles=OFFICER,
            guards=(rule.panel_valid,),
            effects=(Apply("ask_opinions"), Notify("panel_convened", CHAIR | NODE_EXPERT)),
            clause=Text(
                "J4 · 专家组 5 人以上单数，含财务专家",
                "J4 · five or more, an odd number, with a finance expert",
            ),
        ),
        Transition(
            name="reform_panel",
            label=Text("调整专家组", "Change the panel"),
            source=("assessing",),
            target="submitted",
            roles=OFFICER,
            asks=(REASON,),
            clause=Text(
                "§3.1 · 有人回避或缺席，补足后继续；已签意见保留",
                "§3.1 · made up after a recusal; signed opinions stay",
            ),
        ),
        Transition(
            name="conclude_pass",
            label=Text("结论：通过", "Conclude: pass"),
            source=("assessing",),
            target="passed",
            roles=CHAIR,
            guards=(
                rule.opinions_signed,
                rule.enough_opinions,
                rule.panel_proposes("pass", _PASS),
                rule.core_metrics_met,
            ),
            asks=(CONCLUSION,),
            effects=(
                Apply("record_verdicts"),
                Cascade("opinion", "close"),
                Cascade("project", "node_pass", strict=True),
                Apply("order_payment"),
                SendLetter("node_conclusion"),
                Notify("node_passed", TEAM | OFFICER),
            ),
            moves_money=True,
            signature=True,
            clause=Text("J4 · 通过，拨付下一笔经费", "J4 · passed, the next payment is released"),
        ),
        Transition(
            name="conclude_rectify",
            label=Text("结论：限期整改", "Conclude: rectify"),
            source=("assessing",),
            target="rectifying",
            roles=CHAIR,
            guards=(
                rule.opinions_signed,
                rule.enough_opinions,
                rule.panel_proposes("rectify", _RECTIFY),
                rule.rectification_within_limits,
            ),
            asks=(CONCLUSION, MONTHS),
            effects=(
                Apply("record_verdicts"),
                Apply("set_rectification"),
                Cascade("opinion", "close"),
                Cascade("project", "node_rectify", strict=True),
                _HOLD_FUNDS,
                SendLetter("node_conclusion"),
                SendLetter("rectification_notice"),
                Notify("node_to_rectify", TEAM | OFFICER),
            ),
            signature=True,
            clause=Text(
                "J5 · 限期整改，每节点一次，暂缓拨付",
                "J5 · rectified once per node, payments are held",
            ),
        ),
        Transition(
            name="conclude_fail",
            label=Text("结论：不通过", "Conclude: fail"),
            source=("assessing",),
            target="failed",
            roles=CHAIR,
            guards=(
                rule.opinions_signed,
                rule.enough_opinions,
                rule.panel_proposes("fail", _FAIL),
            ),
            asks=(CONCLUSION,),
            effects=(
                Apply("record_verdicts"),
                Cascade("opinion", "close"),
                Cascade("project", "node_fail", strict=True),
                _HOLD_FUNDS,
                SendLetter("node_conclusion"),
                _FAILED,
            ),
            signature=True,
            clause=Text("J7 · 不通过，停拨经费", "J7 · failed, payments stop"),
        ),
        Transition(
            name="submit_rectified",
            label=Text("提交整改报告", "Submit the rectification"),
            source=("rectifying",),
            target="rechecking",
            roles=PI,
            guards=(rule.evidence_complete,),
            asks=(RECTIFIED,),
            effects=(
                Apply("ask_opinions_again"),
                Notify("recheck_convened", CHAIR | NODE_EXPERT | OFFICER),
            ),
            clause=Text("J6 · 原组长带两人复核", "J6 · checked by the same chair and two more"),
        ),
        Transition(
            name="rectification_ends",
            label=Text("整改期满", "End of rectification"),
            source=("rectifying",),
            target="rechecking",
            roles=CLOCK,
            effects=(
                Apply("ask_opinions_again"),
                Notify("recheck_convened", CHAIR | NODE_EXPERT | OFFICER),
            ),
            due=At("rectify_until"),
            clause=Text("J6 · 期满即复核", "J6 · checked when the period is over"),
        ),
        Transition(
            name="recheck_pass",
            label=Text("复核：整改合格", "Re-check: rectified"),
            source=("rechecking",),
            target="passed",
            roles=CHAIR,
            guards=(
                rule.opinions_signed,
                rule.enough_rechecked,
                rule.panel_proposes("pass", _PASS),
                rule.core_metrics_met,
            ),
            asks=(CONCLUSION,),
            effects=(
                Apply("record_verdicts"),
                Cascade("opinion", "close"),
                Cascade("project", "rectify_pass", strict=True),
                _RELEASE_FUNDS,
                Apply("order_payment"),
                SendLetter("recheck_conclusion"),
                Notify("node_passed", TEAM | OFFICER),
            ),
            moves_money=True,
            signature=True,
            clause=Text("J6 · 整改合格，恢复拨付", "J6 · rectified, payments go on"),
        ),
        Transition(
            name="recheck_fail",
            label=Text("复核：整改不合格", "Re-check: not rectified"),
            source=("rechecking",),
            target="failed",
            roles=CHAIR,
            guards=(
                rule.opinions_signed,
                rule.enough_rechecked,
                rule.panel_proposes("fail", _FAIL),
            ),
            asks=(CONCLUSION,),
            effects=(
                Apply("record_verdicts"),
                Cascade("opinion", "close"),
                Cascade("project", "rectify_fail", strict=True),
                _HOLD_FUNDS,
                SendLetter("recheck_conclusion"),
                _FAILED,
            ),
            signature=True,
            clause=Text(
                "J6 · 整改不合格，暂停项目", "J6 · not rectified, the project is suspended"
            ),
        ),
        Transition(
            name="cancel",
            label=Text("不再考核", "Cancel"),
            source=(
                "planned",
                "announced",
                "overdue",
                "frozen",
                "submitted",
                "assessing",
                "rectifying",
                "rechecking",
            ),
            target="cancelled",
            roles=CLOCK,
            effects=(Cascade("opinion", "close"),),
            clause=Text("J12 · 项目结束，节点随之", "J12 · the project has ended"),
        ),
    ),
)
