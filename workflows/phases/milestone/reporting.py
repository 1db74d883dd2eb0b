"""The notice of a milestone, its evidence, and who looks at it (J3, J6)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import MilestoneFacts
from workflows.guards import milestone as rule
from workflows.guards.pledge import pledge_signed_before_milestone
from workflows.hands import CHAIR, CLOCK, DECIDES, NODE_EXPERT, OFFICER, PI, TEAM
from workflows.parts.asks import MINUTES, REASON, RECTIFIED
from workflows.phases.drawing import asking_for_panel, drawing, drawing_again

_CHECKED_AGAIN = (
    Apply("ask_opinions_again"),
    Notify("recheck_convened", CHAIR | NODE_EXPERT | OFFICER),
)

_DRAW = Text("抽取考核专家", "Draw the assessment panel")
_BY_LOT = Text(
    "J4、§3.1 · 考核专家随机抽取，须有见证；有人退出的，按抽取顺序递补",
    "J4, §3.1 · drawn at random in front of a witness; if an expert leaves, the next in the draw "
    "order takes the seat",
)

REPORTING: tuple[Transition[MilestoneFacts], ...] = (
    Transition(
        name="announce",
        label=Text("通知节点考核", "Give notice of the milestone"),
        source=("planned",),
        target="announced",
        roles=CLOCK,
        guards=(rule.notice_is_due, rule.project_is_active, pledge_signed_before_milestone),
        effects=(
            Cascade("project", "open_node", strict=True),
            SendLetter("node_notice"),
            Notify("node_announced", TEAM),
        ),
        due=At("notice_at"),
        clause=Text("J3 · 节点前通知考核", "J3 · notice before the milestone"),
    ),
    Transition(
        name="ask_early",
        label=Text("提前申请考核", "Request an early assessment"),
        source=("planned",),
        target="announced",
        roles=PI,
        guards=(rule.project_is_active, pledge_signed_before_milestone),
        effects=(
            Cascade("project", "open_node", strict=True),
            SendLetter("node_notice"),
            Notify("node_announced", TEAM | OFFICER),
        ),
        clause=Text("J3 · 负责人提前提交", "J3 · submitted early by the project leader"),
    ),
    Transition(
        name="fall_overdue",
        label=Text("佐证逾期", "Evidence overdue"),
        source=("announced",),
        target="overdue",
        roles=CLOCK,
        effects=(Notify("node_overdue", TEAM | OFFICER),),
        due=At("evidence_until"),
        clause=Text("J3 · 逾期提醒", "J3 · a reminder when overdue"),
    ),
    Transition(
        name="freeze",
        label=Text("逾期冻结经费", "Freeze the money: overdue"),
        source=("overdue",),
        target="frozen",
        roles=CLOCK,
        effects=(Cascade("fund", "hold_for_progress"), Notify("node_frozen", TEAM | OFFICER)),
        due=At("freeze_at"),
        clause=Text("J3 · 再逾期即冻结经费", "J3 · money is frozen if still overdue"),
    ),
    Transition(
        name="fail_unreported",
        label=Text("逾期不报，按不通过处理", "Fail: no report submitted"),
        source=("frozen",),
        target="failed",
        roles=DECIDES,
        asks=(*MINUTES, REASON),
        effects=(
            Apply("record_failure"),
            Cascade("project", "node_fail", strict=True),
            Notify("node_failed", TEAM | OFFICER | DECIDES),
        ),
        signature=True,
        clause=Text(
            "J3, J7 · 冻结后仍不报告的，集体决定按不通过处理",
            "J3, J7 · if there is still no report after the freeze, a collective decision fails "
            "the milestone",
        ),
    ),
    Transition(
        name="submit_evidence",
        label=Text("提交节点报告", "Submit the milestone report"),
        source=("announced", "overdue", "frozen"),
        target="submitted",
        roles=PI,
        guards=(rule.evidence_complete,),
        effects=(Cascade("fund", "resume_after_milestone"), Notify("node_submitted", OFFICER)),
        clause=Text(
            "J3 · 逐项指标附佐证，提交后不得撤换",
            "J3 · evidence for each metric; cannot be replaced after submission",
        ),
    ),
    *asking_for_panel(rule.node_panel, "submitted"),
    *drawing(
        rule.node_panel,
        *("drawing", "drawn"),
        target="drawn",
        name="draw_panel",
        label=_DRAW,
        told=(Notify("panel_drawn", OFFICER),),
        separation=("ask_for_panel",),
        clause=_BY_LOT,
    ),
    drawing_again(rule.node_panel),
    Transition(
        name="convene",
        label=Text("启动节点考核", "Start the assessment"),
        source=("submitted", "drawn"),
        target="assessing",
        roles=OFFICER,
        guards=(rule.panel_valid,),
        effects=(Apply("ask_opinions"), Notify("panel_convened", CHAIR | NODE_EXPERT)),
        clause=Text(
            "J4 · 专家组 5 人以上单数，含财务专家",
            "J4 · an odd number of at least five members, including a finance expert",
        ),
    ),
    *drawing(
        rule.node_panel,
        *("assessing", "rechecking"),
        name="draw_panel",
        label=_DRAW,
        told=(Notify("panel_drawn", OFFICER),),
        separation=("ask_for_panel",),
        clause=_BY_LOT,
    ),
    Transition(
        name="submit_rectified",
        label=Text("提交整改报告", "Submit the rectification report"),
        source=("rectifying",),
        target="rechecking",
        roles=PI,
        guards=(rule.evidence_complete,),
        asks=(RECTIFIED,),
        effects=_CHECKED_AGAIN,
        clause=Text(
            "J6 · 原组长带两人复核", "J6 · re-checked by the original chair and two members"
        ),
    ),
    Transition(
        name="rectification_ends",
        label=Text("整改期满", "Rectification period ends"),
        source=("rectifying",),
        target="rechecking",
        roles=CLOCK,
        effects=_CHECKED_AGAIN,
        due=At("rectify_until"),
        clause=Text("J6 · 期满即复核", "J6 · re-checked when the period ends"),
    ),
)
