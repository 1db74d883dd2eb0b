"""Messages that have been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Message, Person, Proposal
from app.queries.attention.inbox import reached
from app.queries.sight.aside import no_case_of
from app.queries.sight.conditions import unless


def mark_read(message: Message, now: datetime) -> None:
    """The first reading counts."""
    message.read_at = message.read_at or now


def mark_read_about(session: Session, person: Person, proposal: Proposal, now: datetime) -> None:
    """All that this person was told about a proposal and whatever hangs on it."""
    about = unless(no_case_of((proposal.id,), Message.about_kind, Message.about_id))
    session.execute(
        update(Message)
        .where(Message.person_id == person.id, Message.read_at.is_(None), about)
        .values(read_at=now)
    )


def mark_all_read(session: Session, person: Person, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(*reached(person.id, now), Message.read_at.is_(None))
        .values(read_at=now)
    )
