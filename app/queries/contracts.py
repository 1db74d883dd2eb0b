"""Contracts of a project in their versions, and its files."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import ContractVersion, Evidence, Project


def versions_of(session: Session, project: Project) -> Sequence[ContractVersion]:
    """Oldest first."""
    return session.scalars(
        select(ContractVersion)
        .where(ContractVersion.project_id == project.id)
        .order_by(ContractVersion.version)
        .options(joinedload(ContractVersion.drafted_by))
    ).all()


def evidence_of(session: Session, project: Project, number: int) -> Evidence | None:
    """A file of this project and of no other."""
    found = session.get(Evidence, number)
    return found if found is not None and found.project_id == project.id else None
