"""Proposing that an honest failure be found so (容错认定)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Person, Project, Tolerance
from app.services.door.turns import take_turn
from app.services.moves import begin
from app.services.problems import Problems, alone
from workflows.engine.text import Text

MECHANISM = "open_competition"
"""The others have their finding of fault (B18, R21)."""


@dataclass(frozen=True, slots=True)
class ToleranceDraft:
    """`experts` are those who were heard, with what they said."""

    reasons: str
    evidence: str
    experts: str


TOLERANCE = Listed(Tolerance, Tolerance.project_id == bindparam("project"))


def tolerance_of(session: Session, project: Project) -> Tolerance | None:
    return next(iter(TOLERANCE.of(session, project=project.id)), None)


def may_be_proposed(session: Session, project: Project) -> bool:
    return (
        project.mechanism == MECHANISM
        and project.state in ("failed", "terminated")
        and tolerance_of(session, project) is None
    )


def propose(
    session: Session, project: Project, typed: ToleranceDraft, by: Person, now: datetime
) -> Tolerance | Problems:
    """Once for a project; withdrawn or decided, it is not proposed again."""
    take_turn(session)
    if not may_be_proposed(session, project):
        return alone(_NOT_OPEN)
    empty = {
        name: _EMPTY
        for name in ("reasons", "evidence", "experts")
        if not getattr(typed, name).strip()
    }
    if empty:
        return Problems(empty)
    case = Tolerance(
        project_id=project.id,
        reasons=typed.reasons.strip(),
        evidence=typed.evidence.strip(),
        experts=typed.experts.strip(),
        proposed_by_id=by.id,
        proposed_at=now,
    )
    case.project, case.proposed_by = project, by
    begin(session, case, by, now)
    return case


_EMPTY = Text("请填写。", "Please fill this in.")
_NOT_OPEN = Text(
    "只有公开竞争项目验收不通过或终止后可提出容错认定，且只提出一次。",
    "A finding of diligence can be proposed only for an open competition project that "
    "failed acceptance or was terminated, and only once.",
)
