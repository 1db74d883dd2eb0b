"""A project stands still, and goes on: J7, J10. An order to suspend is a case of its own."""

from __future__ import annotations

from workflows.engine.effects import Cascade, Notify
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.facts import ProjectFacts
from workflows.guards import ending as rule
from workflows.hands import CLOCK, DECIDES, OFFICER, TEAM
from workflows.parts.asks import MINUTES, REASON

SUSPENDING: tuple[Transition[ProjectFacts], ...] = (
    Transition(
        name="suspend",
        label=Text("暂停", "Suspend"),
        source=("active",),
        target="suspended",
        roles=CLOCK,
        effects=(Cascade("fund", "hold_for_progress"),),
        clause=Text("J10 · 按暂停决定，经费冻结", "J10 · by the suspension order; money is frozen"),
    ),
    Transition(
        name="resume",
        label=Text("恢复", "Resume"),
        source=("suspended",),
        target="active",
        roles=CLOCK,
        effects=(Cascade("fund", "resume_after_progress"),),
        clause=Text("J10 · 按恢复决定", "J10 · by the resumption order"),
    ),
    Transition(
        name="carry_on",
        label=Text("议定继续实施", "Decide to continue"),
        source=("suspended",),
        target="active",
        roles=DECIDES,
        guards=(rule.not_suspended_by_order,),
        asks=(*MINUTES, REASON),
        effects=(
            Cascade("fund", "resume_after_progress"),
            Notify("project_resumed", TEAM | OFFICER),
        ),
        signature=True,
        clause=Text(
            "J7 · 节点不通过后不终止的，议定继续",
            "J7 · if a project is not terminated after a failed milestone, it is decided to "
            "continue",
        ),
    ),
)
