"""What the guards of a finding of diligence (容错认定) look at."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, IntegrityCase, Project
from app.services.facts.lazily import lazily
from workflows.facts import ToleranceFacts

_UNFOUNDED = ("dismissed", "cleared")


def _was_overdue(session: Session, project: Project) -> bool:
    late = select(History.id).where(
        History.case_kind == Project.kind,
        History.case_id == project.id,
        History.transition == "fail_overdue",
    )
    return session.scalar(late.limit(1)) is not None


def _has_misconduct(session: Session, project: Project) -> bool:
    found = select(IntegrityCase.id).where(
        IntegrityCase.project_id == project.id, IntegrityCase.state.not_in(_UNFOUNDED)
    )
    return session.scalar(found.limit(1)) is not None


build = lazily(
    ToleranceFacts,
    project_state=lambda _session, case, _common: case.project.state,
    was_overdue=lambda session, case, _common: _was_overdue(session, case.project),
    has_misconduct=lambda session, case, _common: _has_misconduct(session, case.project),
)
