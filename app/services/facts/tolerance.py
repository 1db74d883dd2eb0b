"""What the guards of a finding of diligence (容错认定) look at."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, IntegrityCase, Project, Tolerance
from app.services.facts import Common
from workflows.facts import ToleranceFacts

_UNFOUNDED = ("dismissed", "cleared")


def build(session: Session, case: Tolerance, common: Common) -> ToleranceFacts:
    return ToleranceFacts(
        **common.as_dict(),
        project_state=case.project.state,
        was_overdue=_was_overdue(session, case.project),
        has_misconduct=_has_misconduct(session, case.project),
    )


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
