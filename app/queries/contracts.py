"""Contracts of a project in their versions, and its files."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Evidence, Project


def evidence_of(session: Session, project: Project, number: int) -> Evidence | None:
    """A file of this project and of no other."""
    found = session.get(Evidence, number)
    return found if found is not None and found.project_id == project.id else None
