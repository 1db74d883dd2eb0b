"""The draws of audit samples and the audits that came of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.models import AuditSample, Project, SpendingAudit
from app.queries.narrowing import Narrowing
from app.queries.sight.aside import no_project_of
from app.queries.sight.names import beside_row, in_title


def all_samples() -> Select[Any]:
    newest = select(AuditSample).order_by(AuditSample.id.desc())
    return newest.options(beside_row(AuditSample.call))


AUDITS = Narrowing({"project": SpendingAudit.project_id}, SpendingAudit)


def audits(hidden: Collection[int]) -> Select[Any]:
    """Without those of projects from which the reader stands aside."""
    whole = joinedload(SpendingAudit.project).joinedload(Project.proposal).options(*in_title())
    return (
        select(SpendingAudit)
        .where(no_project_of(hidden, SpendingAudit.project_id))
        .order_by(SpendingAudit.id.desc())
        .options(whole)
    )
