"""The draws of audit samples and the audits that came of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import AuditSample, Project, SpendingAudit
from app.queries.sight.names import beside_row, in_title


def all_samples(session: Session) -> Sequence[AuditSample]:
    newest = select(AuditSample).order_by(AuditSample.id.desc())
    return session.scalars(newest.options(beside_row(AuditSample.call))).all()


def audits(session: Session, hidden: Collection[int]) -> Sequence[SpendingAudit]:
    """Without those of projects from which the reader stands aside."""
    whole = joinedload(SpendingAudit.project).joinedload(Project.proposal).options(*in_title())
    return session.scalars(
        select(SpendingAudit)
        .join(SpendingAudit.project)
        .where(Project.proposal_id.not_in(hidden))
        .order_by(SpendingAudit.id.desc())
        .options(whole)
    ).all()
