"""What the draw of an audit sample begins, and what its audits record."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import AuditSample, Project, SpendingAudit
from app.services.door.wiring import act
from app.services.integrity.clues import clue_of_audit
from app.services.moves import Move, begin
from app.services.sampling.drawing import lots_of
from app.services.telling.messages import tell
from workflows.engine.effects import Notify
from workflows.hands import TEAM
from workflows.roles import Role


@act
def begin_spending_audits(session: Session, sample: AuditSample, move: Move) -> None:
    """Of each drawn project, in the order of the lots; its people are told."""
    drawn = [str(number) for number in lots_of(sample).funded]
    by_number = {
        project.number: project
        for project in session.scalars(select(Project).where(Project.number.in_(drawn)))
    }
    for place, number in enumerate(drawn):
        audit = SpendingAudit(sample_id=sample.id, project_id=by_number[number].id)
        audit.sample, audit.project = sample, by_number[number]
        begin(session, audit, Role.SYSTEM_CLOCK, move.now)
        tell(session, audit, Notify("audit_drawn", TEAM), move, place)


@act
def record_audit_report(_session: Session, audit: SpendingAudit, move: Move) -> None:
    audit.auditor, audit.report_number = move.given["auditor"], move.given["report_number"]


@act
def record_new_auditor(_session: Session, audit: SpendingAudit, move: Move) -> None:
    audit.auditor, audit.report_number = move.given["auditor"], ""


@act
def record_audit_finding(_session: Session, audit: SpendingAudit, move: Move) -> None:
    audit.finding = move.given["finding"]


@act
def file_audit_clue(session: Session, audit: SpendingAudit, move: Move) -> None:
    clue_of_audit(session, audit.project, move.given["finding"], move.by, move.now)
