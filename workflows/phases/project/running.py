"""From milestone to milestone: J3-J7. Each is a case of its own and moves its project along."""

from __future__ import annotations

from workflows.engine.effects import Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.hands import CLOCK, DECIDES, OFFICER, TEAM

RUNNING: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="open_node",
        label=Text("进入节点考核", "Start the milestone assessment"),
        source=("active",),
        target="node_check",
        roles=CLOCK,
        clause=Text("J3 · 随节点考核通知", "J3 · with the milestone notice"),
    ),
    Transition(
        name="node_pass",
        label=Text("节点通过", "Milestone passed"),
        source=("node_check",),
        target="active",
        roles=CLOCK,
        clause=Text("J4 · 按节点考核结论", "J4 · by the assessment conclusion"),
    ),
    Transition(
        name="node_rectify",
        label=Text("节点整改", "Milestone to be rectified"),
        source=("node_check",),
        target="rectifying",
        roles=CLOCK,
        clause=Text("J5 · 按节点考核结论", "J5 · by the assessment conclusion"),
    ),
    Transition(
        name="node_fail",
        label=Text("节点不通过", "Milestone failed"),
        source=("node_check",),
        target="suspended",
        roles=CLOCK,
        effects=(Notify("project_suspended", TEAM | OFFICER | DECIDES),),
        clause=Text("J7 · 停拨经费，限期作出处理决定", "J7 · payments stop and a decision is due"),
    ),
    Transition(
        name="rectify_pass",
        label=Text("整改合格", "Rectified"),
        source=("rectifying",),
        target="active",
        roles=CLOCK,
        clause=Text("J6 · 按复核结论", "J6 · by the re-check conclusion"),
    ),
    Transition(
        name="rectify_fail",
        label=Text("整改不合格", "Not rectified"),
        source=("rectifying",),
        target="suspended",
        roles=CLOCK,
        effects=(Notify("project_suspended", TEAM | OFFICER | DECIDES),),
        clause=Text("J6 · 每节点只整改一次", "J6 · one rectification per milestone"),
    ),
)
