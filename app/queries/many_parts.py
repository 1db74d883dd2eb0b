"""What the guards of several cases look at, read for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.access.recused import aside_from
from app.asked import ask_for_each, ask_together, hang
from app.models import Person, Proposal
from app.services import calendars
from app.services.cases import case_id
from app.services.door.pending_signatures import SIGNATURES
from app.services.history import ROWS
from app.services.proposals import formal
from app.services.proposals.parts import parts
from app.services.similarity.asking import AWAITED


def read_many(session: Session, kind: str, cases: Sequence[Any], reader: Person) -> None:
    """So that to look at another case of a kind costs little. Of what the reader stands aside from
    all is known at once."""
    if cases:
        aside_from(session, reader)
        ask_together(session, *calendars.CALENDAR)
        ask_for_each(session, "case", [case_id(one) for one in cases], ROWS, SIGNATURES, kind=kind)
    if kind == Proposal.kind and cases:
        _read_proposals(session, cases)


def _read_proposals(session: Session, proposals: Sequence[Proposal]) -> None:
    lists = parts()
    ids = [one.id for one in proposals]
    ask_for_each(session, "proposal", ids, *lists.values(), formal.GIVEN, AWAITED)
    for one in proposals:
        hang(session, one, lists, proposal=one.id)
