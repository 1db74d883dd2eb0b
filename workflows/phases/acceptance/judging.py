"""The panel is convened and concludes, each conclusion on its own conditions (J17, §3.8)."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import Ask, AskKind, Guard, Transition
from workflows.engine.text import Text
from workflows.facts import AcceptanceFacts
from workflows.guards import acceptance as rule
from workflows.guards.sampling import sampled_report_filed
from workflows.hands import CHAIR, NODE_EXPERT, OFFICER, TEAM
from workflows.phases.acceptance.words import CONCLUDE, FAIL, PASS, RECTIFY
from workflows.phases.drawing import asking_for_panel, drawing, drawing_again

SCORE = Ask(
    "score",
    Text("综合得分（0-100）", "Overall score (0-100)"),
    hint=Text("专家组议定的整数分", "A whole number agreed by the panel"),
)
CONCLUSION = Ask("opinion", Text("专家组验收意见", "Panel's acceptance opinion"), AskKind.PARAGRAPH)
GROUNDS = Ask(
    "grounds",
    Text("非主观原因与勤勉尽责情况", "Causes beyond control, and diligence"),
    AskKind.PARAGRAPH,
)
MEETING = Ask("meeting", Text("验收会时间和地点", "Time and place of the acceptance meeting"))

_STANDING = (
    rule.acceptance_opinions_signed,
    rule.enough_acceptance_opinions,
    rule.score_in_scale,
    rule.parts_of_partners_found,
)


def _conclusion(
    name: str,
    label: Text,
    guards: tuple[Guard[AcceptanceFacts], ...],
    clause: Text,
    *,
    asks: tuple[Ask, ...] = (SCORE, CONCLUSION),
) -> Transition[AcceptanceFacts]:
    return Transition(
        name=name,
        label=label,
        source=("reviewing",),
        target="concluded",
        roles=CHAIR,
        guards=(*_STANDING, *guards),
        asks=asks,
        effects=(
            Apply("record_acceptance_conclusion"),
            Cascade("opinion", "close"),
            SendLetter("acceptance_opinion"),
            Notify("acceptance_judged", TEAM | OFFICER),
        ),
        signature=True,
        clause=clause,
    )


_DRAW = Text("抽取验收专家", "Draw the acceptance panel")
_BY_LOT = Text(
    "J17、§3.1 · 验收专家随机抽取，须有见证；有人退出的，按抽取顺序递补",
    "J17, §3.1 · drawn at random in front of a witness; if an expert leaves, the next in the draw "
    "order takes the seat",
)

JUDGING: tuple[Transition[AcceptanceFacts], ...] = (
    *asking_for_panel(rule.acceptance_panel, "material_check"),
    *drawing(
        rule.acceptance_panel,
        *("drawing", "drawn"),
        target="drawn",
        name="draw_panel",
        label=_DRAW,
        told=(Notify("panel_drawn", OFFICER),),
        separation=("ask_for_panel",),
        clause=_BY_LOT,
    ),
    drawing_again(rule.acceptance_panel),
    Transition(
        name="convene",
        label=Text("组织验收评审", "Start the acceptance review"),
        source=("material_check", "drawn"),
        target="reviewing",
        roles=OFFICER,
        guards=(rule.acceptance_panel_valid,),
        asks=(MEETING,),
        effects=(
            Cascade("project", "start_acceptance_review"),
            Apply("ask_acceptance_opinions"),
            SendLetter("acceptance_convened"),
            Notify("acceptance_to_judge", CHAIR | NODE_EXPERT),
            Notify("acceptance_convened", TEAM),
        ),
        clause=Text(
            "J17 · 5 人以上单数，大额 7 人以上，含财务专家",
            "J17 · an odd number of at least five members, seven for a large project, including a "
            "finance expert",
        ),
    ),
    *drawing(
        rule.acceptance_panel,
        "reviewing",
        name="draw_panel",
        label=_DRAW,
        told=(Notify("panel_drawn", OFFICER),),
        separation=("ask_for_panel",),
        clause=_BY_LOT,
    ),
    _conclusion(
        "conclude_pass",
        Text("结论：通过", "Conclude: pass"),
        (
            rule.panel_holds("pass", PASS),
            rule.tasks_done,
            rule.core_not_missing,
            rule.score_suffices,
            sampled_report_filed,
        ),
        Text(
            "§3.8 · 任务达到比例、核心指标无缺、得分达标",
            "§3.8 · enough tasks completed, no core metric missed, score reached",
        ),
    ),
    _conclusion(
        "conclude_rectify",
        Text("结论：整改后复验", "Conclude: rectify and re-accept"),
        (rule.panel_holds("rectify", RECTIFY), rule.is_first_round),
        Text("J18 · 复验一次", "J18 · one re-acceptance only"),
    ),
    _conclusion(
        "conclude_complete",
        Text("结论：结题", "Conclude: close as concluded"),
        (rule.panel_holds("complete", CONCLUDE), sampled_report_filed),
        Text(
            "§3.8 · 非主观原因未完成且勤勉尽责",
            "§3.8 · not completed for reasons beyond control, despite diligence",
        ),
        asks=(SCORE, GROUNDS, CONCLUSION),
    ),
    _conclusion(
        "conclude_fail",
        Text("结论：不通过", "Conclude: fail"),
        (rule.panel_holds("fail", FAIL),),
        Text("§3.8 · 不通过", "§3.8 · did not pass"),
    ),
)
