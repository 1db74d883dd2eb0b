"""Messages that have been read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.models import Message, Person


def mark_read(message: Message, now: datetime) -> None:
    """The first reading counts."""
    message.read_at = message.read_at or now


def mark_all_read(session: Session, person: Person, now: datetime) -> None:
    session.execute(
        update(Message)
        .where(Message.person_id == person.id, Message.goes_at <= now, Message.read_at.is_(None))
        .values(read_at=now)
    )
