"""Contracts of a project in their versions, and its files."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import ContractVersion, Evidence, Project

VERSIONS = Listed(
    ContractVersion,
    ContractVersion.project_id == bindparam("project"),
    order=(ContractVersion.version,),
    options=(joinedload(ContractVersion.drafted_by),),
)


def versions_of(session: Session, project: Project) -> Sequence[ContractVersion]:
    """Oldest first."""
    return VERSIONS.of(session, project=project.id)


def evidence_of(session: Session, project: Project, number: int) -> Evidence | None:
    """A file of this project and of no other."""
    found = session.get(Evidence, number)
    return found if found is not None and found.project_id == project.id else None
