"""Contracts of a project in their versions, and its files."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Evidence, Project


def own_file_of(session: Session, project: Project, number: int) -> Evidence | None:
    """A file of the project itself; those of its milestones and stages are read beside the reports
    they go with, when these are handed in, and those of another case of it, on that case."""
    found = evidence_of(session, project, number)
    if found is None or found.milestone_id is not None or found.about_kind is not None:
        return None
    return None if found.purpose.startswith("stage_") else found


def evidence_of(session: Session, project: Project, number: int) -> Evidence | None:
    """A file of this project and of no other."""
    found = session.get(Evidence, number)
    return found if found is not None and found.project_id == project.id else None
