"""A technical route (技术路线): first-class, because the race supports several at once."""

from __future__ import annotations

from workflows.engine.effects import Apply, Cascade
from workflows.engine.facts import Facts
from workflows.engine.model import Kind, State, Transition, Workflow
from workflows.engine.text import Text
from workflows.hands import CLOCK, DECIDES
from workflows.parts.asks import MINUTES, REASON
from workflows.parts.race.asks import FINDING

_UNDATED = Text("随赛事进行", "until the race ends")

ROUTE = Workflow(
    key="route",
    version=2,
    label=Text("技术路线", "Technical route"),
    facts=Facts,
    clause=Text("domain §2.3", "domain §2.3"),
    states=(
        State("alive", Text("可行", "Feasible"), Kind.START, CLOCK, undated=_UNDATED),
        State("paused", Text("暂停", "Paused"), waits_on=DECIDES, undated=_UNDATED),
        State("dead", Text("证实不可行", "Proven infeasible"), Kind.FINAL),
        State("ended", Text("随赛事结束", "Ended with the race"), Kind.FINAL),
    ),
    transitions=(
        Transition(
            name="pause",
            label=Text("暂停路线", "Pause the route"),
            source=("alive",),
            target="paused",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            effects=(Cascade("race", "enter_rescue"),),
            clause=Text("§2.3 · 路线暂停", "§2.3 · the route is paused"),
        ),
        Transition(
            name="resume",
            label=Text("恢复路线", "Resume the route"),
            source=("paused",),
            target="alive",
            roles=DECIDES,
            asks=(*MINUTES, REASON),
            clause=Text("§2.3 · 路线恢复", "§2.3 · the route resumes"),
        ),
        Transition(
            name="find_infeasible",
            label=Text("认定路线不可行", "Find the route infeasible"),
            source=("alive", "paused"),
            target="dead",
            roles=DECIDES,
            asks=(*MINUTES, FINDING),
            effects=(Apply("record_cause"), Cascade("race", "enter_rescue")),
            clause=Text(
                "R17 · 路线证实不可行；无人可冲线则同时进入保底救援",
                "R17 · the route is proven infeasible; if no team can finish, the race enters "
                "rescue at the same time",
            ),
        ),
        Transition(
            name="end",
            label=Text("随赛事结束", "End with the race"),
            source=("alive", "paused"),
            target="ended",
            roles=CLOCK,
            clause=Text("§2.3 · 赛事结束", "§2.3 · the race has ended"),
        ),
    ),
)
