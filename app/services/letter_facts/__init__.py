"""What each kind of letter says of its case, taken from the tables at the moment of the move."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.documents.kinds import KINDS, Wording
from app.models import Case
from app.services.letter_facts import (  # noqa: F401  each enters its readers in the register
    accepting,
    archive,
    calls,
    changes,
    contracts,
    integrity,
    milestones,
    money,
    not_passed,
    objections,
    open_call,
    panels,
    proposals,
    races,
    tolerance,
)
from app.services.letter_facts.register import READERS
from app.services.moves import Move

__all__ = ["READERS"]


def wording_of(session: Session, case: Case, kind: str, move: Move) -> Wording:
    """Raises KeyError: no such kind of letter."""
    return KINDS[kind](READERS[kind](session, case, move))
