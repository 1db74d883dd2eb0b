"""What a yellow card was shown for is rectified within its term and tested again: R8.

A re-test clears the card or leaves it; who is eliminated is for the one decision of a stage (R10).
What the officer enters of it the chair of the panel that judged the stage signs too.
"""

from __future__ import annotations

from workflows.engine.effects import Apply, Notify
from workflows.engine.model import At, Transition
from workflows.engine.text import Text
from workflows.facts import TeamFacts
from workflows.guards.race import card as rule
from workflows.hands import CLOCK, OFFICER, PI, TEAM
from workflows.parts.asks import EVIDENCE, RECTIFIED
from workflows.parts.race.asks import RETEST
from workflows.roles import Role

_RETESTABLE = (rule.is_rectified, rule.teams_are_at_work, rule.retest_is_complete)

RECTIFYING: tuple[Transition[TeamFacts], ...] = (
    Transition(
        name="submit_rectified",
        label=Text("提交整改报告", "Submit the rectification report"),
        source=("held",),
        target="held",
        roles=PI,
        guards=(rule.is_not_rectified, rule.rectifying_is_open),
        asks=(RECTIFIED, EVIDENCE),
        effects=(Apply("record_rectified"), Notify("card_rectified", OFFICER)),
        until=At("rectify_until"),
        clause=Text("R8 · 整改期内提交一次", "R8 · once, within the rectification period"),
    ),
    Transition(
        name="rectification_ends",
        label=Text("整改期满", "Rectification period ends"),
        source=("held",),
        target="held",
        roles=CLOCK,
        guards=(rule.rectifying_is_over,),
        effects=(Apply("end_rectifying"), Notify("card_not_rectified", TEAM | OFFICER)),
        due=At("rectify_until"),
        clause=Text(
            "R8 · 逾期未整改，黄牌保留至下一节点",
            "R8 · not rectified in time: the yellow card stands until the next stage",
        ),
    ),
    Transition(
        name="retest_pass",
        label=Text("复测合格，撤销黄牌", "Re-test passed: cancel the yellow card"),
        source=("held",),
        target="racing",
        roles=OFFICER,
        approvals=(Role.PANEL_CHAIR,),
        guards=(*_RETESTABLE, rule.retest_is_met),
        asks=RETEST,
        effects=(Apply("clear_holds"), Notify("card_cleared", TEAM)),
        clause=Text(
            "R8 · 达到本节点全部指标且原专家组认可，本节点经费不变",
            "R8 · all stage metrics met and the original panel agrees; the stage money does not "
            "change",
        ),
    ),
    Transition(
        name="retest_fail",
        label=Text("复测不合格，保留黄牌", "Re-test failed: yellow card stands"),
        source=("held",),
        target="held",
        roles=OFFICER,
        approvals=(Role.PANEL_CHAIR,),
        guards=_RETESTABLE,
        asks=RETEST,
        effects=(Apply("end_rectifying"), Notify("card_stands", TEAM)),
        clause=Text(
            "R8 · 黄牌保留，淘汰只由下一节点一次议定",
            "R8 · the yellow card stands; elimination is decided only once, at the next stage",
        ),
    ),
)
