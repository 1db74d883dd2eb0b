"""An order to suspend a project (暂停), its lifting, or its end with the project; J10."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade, Notify, SendLetter
from workflows.engine.model import After, At, Kind, State, Transition, Unit, Workflow
from workflows.engine.text import Text
from workflows.facts import SuspensionFacts
from workflows.guards import ending as rule
from workflows.hands import CLOCK, DECIDES, OFFICER, SUPERVISOR, TEAM
from workflows.parts.asks import MINUTES, REASON
from workflows.phases.urgent import at_once, lapsing, ratifying

SUSPENSION_CAUSES: dict[str, Text] = {
    "review": Text("有关情况核实", "Facts being verified"),
    "safety_ethics": Text("安全或伦理问题", "Safety or ethics"),
    "insolvency": Text("单位经营异常", "Unit in difficulty"),
    "court": Text("司法程序", "Court proceedings"),
}
"""As outsiders read them: that integrity is being looked into is not said (§3.10)."""

_IN_FORCE = ("in_force", "overdue")

_ORDER: Transition[SuspensionFacts] = Transition(
    name="order",
    label=Text("决定暂停", "Order the suspension"),
    source=("proposed",),
    target="in_force",
    roles=DECIDES,
    guards=(rule.team_is_not_racing, rule.active_project_is_suspended),
    asks=(*MINUTES,),
    effects=(
        Cascade("project", "suspend", strict=True),
        SendLetter("suspension_notice"),
        Notify("suspension_ordered", TEAM | OFFICER),
    ),
    separation=("draft",),
    signature=True,
    clause=Text("J10 · 暂停并冻结经费", "J10 · suspended and money frozen"),
)

_LIFT: Transition[SuspensionFacts] = Transition(
    name="lift",
    label=Text("决定恢复", "Order the resumption"),
    source=_IN_FORCE,
    target="lifted",
    roles=DECIDES,
    asks=(*MINUTES, REASON),
    effects=(
        Cascade("project", "resume", strict=True),
        SendLetter("resumption_notice"),
        Notify("project_resumed", TEAM | OFFICER),
    ),
    signature=True,
    clause=Text("J10 · 恢复实施", "J10 · resumed"),
)

SUSPENSION = Workflow(
    key="suspension",
    version=4,
    label=Text("暂停", "Suspension"),
    facts=SuspensionFacts,
    clause=Text("domain J10", "domain J10"),
    states=(
        State(
            "proposed",
            Text("拟暂停", "Proposed"),
            Kind.START,
            DECIDES,
            After("suspension_decide_working_days", Unit.WORKING_DAYS),
        ),
        State("in_force", Text("暂停中", "In force"), waits_on=DECIDES, due=At("stands_until")),
        State(
            "overdue",
            Text("暂停期满待处理", "Ended, decision needed"),
            waits_on=DECIDES,
            undated=Text("已逾期", "already overdue"),
        ),
        State("not_ordered", Text("不予暂停", "Not suspended"), Kind.FINAL),
        State("lifted", Text("已恢复", "Resumed"), Kind.FINAL),
        State("ended", Text("随项目终结", "Ended with the project"), Kind.FINAL),
    ),
    transitions=(
        _ORDER,
        at_once(_ORDER, Text("紧急暂停", "Suspend urgently"), rule.suspending, REASON),
        ratifying(_ORDER, rule.suspending, Apply("lengthen_standstill")),
        Transition(
            name="decline",
            label=Text("不予暂停", "Do not suspend"),
            source=("proposed",),
            target="not_ordered",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            clause=Text("J10 · 不予暂停", "J10 · not suspended"),
        ),
        Transition(
            name="fall_overdue",
            label=Text("暂停期满", "Suspension ends"),
            source=("in_force",),
            target="overdue",
            roles=CLOCK,
            guards=(rule.suspension_is_over,),
            effects=(Notify("suspension_overdue", DECIDES | OFFICER | SUPERVISOR),),
            due=At("ends_at"),
            clause=Text("J10 · 期满须恢复或终止", "J10 · at the end, resume or terminate"),
        ),
        _LIFT,
        lapsing(_LIFT, "in_force", rule.suspending),
        Transition(
            name="end",
            label=Text("随项目终结", "Close with the project"),
            source=("proposed", *_IN_FORCE),
            target="ended",
            roles=CLOCK,
            clause=Text("J12, J13 · 项目已终结", "J12, J13 · the project has ended"),
        ),
    ),
)
