"""A proposal to terminate a project, from its making to the meeting that follows it or not: J12."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.models import History, Project

_RUNNING = ("active", "rectifying", "suspended")
_PROPOSED, _DECLINED = "propose_termination", "decline_termination"


def proposed_termination(session: Session, project: Project) -> History | None:
    """The proposal that waits for the office meeting."""
    if project.state not in _RUNNING:
        return None
    found = session.scalars(_newest(History, project.id)).first()
    return found if found is not None and found.transition == _PROPOSED else None


def waits_for_termination() -> ColumnElement[bool]:
    """The same of every project, in a statement about their table."""
    newest = _newest(History.transition, Project.id).correlate(Project).scalar_subquery()
    return Project.state.in_(_RUNNING) & (newest == _PROPOSED)


def _newest(what: type[History] | ColumnElement[str], project: object) -> Select[tuple[History]]:
    return (
        select(what)
        .where(
            History.case_kind == "project",
            History.case_id == project,
            History.transition.in_((_PROPOSED, _DECLINED)),
        )
        .order_by(History.id.desc())
        .limit(1)
    )
