"""Into what the clock takes a project by itself, as long as nobody does what is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

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


def falling(session: Session, project: Project) -> Falling | None:
    """The first such move that the clock has on its list; None where there is none."""
    workflow = workflow_of(project)
    ways = {t.name: t for t in workflow.leaving(project.state) if t.target in _LOST}
    listed = (
        select(Timer)
        .where(Timer.case_kind == project.kind, Timer.case_id == case_id(project))
        .where(Timer.transition.in_(ways))
        .order_by(Timer.due_at)
    )
    timer = session.scalars(listed.limit(1)).first()
    if timer is None:
        return None
    way = ways[timer.transition]
    return Falling(workflow.state(way.target), timer.due_at, way.clause)
