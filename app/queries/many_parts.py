"""What the guards of several cases look at, read for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.access.recused import aside_from
from app.asked import ask_for_each, hang, only_reads
from app.models import Person, Proposal
from app.services.calendars import CALENDAR
from app.services.cases import case_id
from app.services.door.pending_signatures import SIGNATURES
from app.services.earlier.counting import LED_BY
from app.services.eligibility.beside import read_others
from app.services.eligibility.integrity import read_integrity
from app.services.eligibility.record import read_records
from app.services.eligibility.waived import CONFIRMED
from app.services.history import ROWS
from app.services.proposals import formal
from app.services.proposals.parts import parts
from app.services.similarity.asking import AWAITED
from app.services.similarity.findings import read_unlike
from workflows.engine.calendar import local_date

_OF_ANY = (ROWS, SIGNATURES, *CALENDAR)
_OF_PROPOSAL = (formal.GIVEN, AWAITED, CONFIRMED, LED_BY)


def read_many(
    session: Session, kind: str, cases: Sequence[Any], reader: Person, now: datetime
) -> None:
    """So that to look at one more of a kind costs nothing. Of what the reader stands aside from all
    is known at once."""
    if not cases or not only_reads(session):
        return
    aside_from(session, reader)
    ids = {"case": [case_id(one) for one in cases]}
    if kind == Proposal.kind:
        _read_proposals(session, cases, ids, local_date(now))
    else:
        ask_for_each(session, ids, *_OF_ANY, kind=kind)


def _read_proposals(
    session: Session, proposals: Sequence[Proposal], ids: dict[str, list[int]], today: date
) -> None:
    lists, leaders = parts(), {one.pi_id for one in proposals}
    of = {**ids, "proposal": ids["case"], "leader": leaders}
    ask_for_each(session, of, *_OF_ANY, *lists.values(), *_OF_PROPOSAL, kind=Proposal.kind)
    for one in proposals:
        hang(session, one, lists, proposal=one.id)
    read_integrity(session, proposals, today)
    read_records(session, leaders)
    read_others(session, proposals)
    read_unlike(session, ids["case"])
