"""A proposal to terminate a project, from its making to the meeting that follows it or not: J12."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.models import History, Project

_RUNNING = ("active", "rectifying", "suspended")
_PROPOSED, _DECLINED = "propose_termination", "decline_termination"


def proposed_termination(session: Session, project: Project) -> History | None:
    """The proposal that waits for the executive meeting."""
    if project.state not in _RUNNING:
        return None
    found = session.scalars(_newest(project.id)).first()
    return found if found is not None and found.transition == _PROPOSED else None


def waits_for_termination() -> ColumnElement[bool]:
    """The same of every project, in a statement about their table."""
    newest = _newest(Project.id).with_only_columns(History.transition).correlate(Project)
    return Project.state.in_(_RUNNING) & (newest.scalar_subquery() == _PROPOSED)


def _newest(project: object) -> Select[History]:
    return (
        select(History)
        .where(
            History.case_kind == "project",
            History.case_id == project,
            History.transition.in_((_PROPOSED, _DECLINED)),
        )
        .order_by(History.id.desc())
        .limit(1)
    )
