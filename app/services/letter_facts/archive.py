"""Facts of the list of an archive: the letters of a project and how many files go along."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.documents.kinds.archive import Archive, Filed
from app.models import (
    Acceptance,
    AcceptanceFile,
    ContractVersion,
    Evidence,
    Letter,
    Project,
    ProjectMilestone,
)
from app.queries.letters import letters_about
from app.services.cases import workflow_of
from app.services.letter_facts.register import says
from app.services.moves import Move
from workflows.engine.calendar import local_date


@says("archive_list")
def _archive(session: Session, project: Project, move: Move) -> Archive:
    workflow = workflow_of(project)
    return Archive(
        title=project.proposal.title,
        number=project.number,
        unit=project.proposal.lead_unit.name,
        ending=workflow.state(move.history.source).label.zh,
        letters=tuple(_filed(letter) for letter in _letters(session, project)),
        contracts=_count(session, ContractVersion.id, ContractVersion.project_id == project.id),
        files=_files(session, project),
    )


def _letters(session: Session, project: Project) -> list[Letter]:
    kinds: tuple[Any, ...] = (ProjectMilestone, Acceptance)
    of_it = [
        case
        for kind in kinds
        for case in session.scalars(select(kind).where(kind.project_id == project.id))
    ]
    return list(letters_about(session, project.proposal, project, *of_it))


def _filed(letter: Letter) -> Filed:
    number = letter.number.text if letter.number else "—"
    return Filed(number, letter.title, local_date(letter.created_at))


def _files(session: Session, project: Project) -> int:
    accepted = select(Acceptance.id).where(Acceptance.project_id == project.id)
    return _count(session, Evidence.id, Evidence.project_id == project.id) + _count(
        session, AcceptanceFile.id, AcceptanceFile.acceptance_id.in_(accepted)
    )


def _count(session: Session, column: Any, where: Any) -> int:
    return session.scalar(select(func.count(column)).where(where)) or 0
