"""What each kind of letter says of its case, taken from the tables at the moment of the move."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from app.documents.kinds import KINDS, Wording
from app.models import Case
from app.services.letter_facts import (
    accepting,
    archive,
    calls,
    changes,
    contracts,
    integrity,
    milestones,
    money,
    objections,
    open_call,
    panels,
    proposals,
    races,
    tolerance,
)
from app.services.moves import Move

FACTS: dict[str, Callable[[Session, Any, Move], Any]] = {
    **calls.FACTS,
    **proposals.FACTS,
    **integrity.FACTS,
    **changes.FACTS,
    **accepting.FACTS,
    **contracts.FACTS,
    **milestones.FACTS,
    **open_call.FACTS,
    **money.FACTS,
    **objections.FACTS,
    **archive.FACTS,
    **races.FACTS,
    **panels.FACTS,
    **tolerance.FACTS,
}


def wording_of(session: Session, case: Case, kind: str, move: Move) -> Wording:
    """Raises KeyError: no such kind of letter."""
    return KINDS[kind](FACTS[kind](session, case, move))
