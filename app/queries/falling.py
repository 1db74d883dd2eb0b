"""Into what the clock takes a project by itself, as long as nobody does what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Project, Timer
from app.services.cases import case_id, workflow_of
from workflows.engine.model import State
from workflows.engine.text import Text

_LOST = frozenset({"failed", "lapsed"})


@dataclass(frozen=True, slots=True)
class Falling:
    """At `at`, which has not come yet or waits for the clock, the project ends in `state`."""

    state: State
    at: datetime
    clause: Text


TIMERS = Listed(
    Timer,
    Timer.case_kind == bindparam("kind"),
    Timer.case_id == bindparam("case"),
    order=(Timer.due_at,),
)


def falling(session: Session, project: Project) -> Falling | None:
    """The first such move that the clock has on its list; None where there is none."""
    workflow = workflow_of(project)
    ways = {t.name: t for t in workflow.leaving(project.state) if t.target in _LOST}
    listed = TIMERS.of(session, kind=project.kind, case=case_id(project))
    timer = next((one for one in listed if one.transition in ways), None)
    if timer is None:
        return None
    way = ways[timer.transition]
    return Falling(workflow.state(way.target), timer.due_at, way.clause)
