"""The messages of one person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.models import Message, Person


def unread_count(session: Session, person: Person, now: datetime) -> int:
    query = select(func.count()).where(*_reached(person, now), Message.read_at.is_(None))
    return session.scalar(query) or 0


def messages_of(person: Person, now: datetime) -> Select[Message]:
    """Newest first; for `page_of`."""
    return select(Message).where(*_reached(person, now)).order_by(Message.id.desc())


def message_of(session: Session, person: Person, number: int, now: datetime) -> Message | None:
    """The message, if it is this person's and has reached them."""
    return session.scalar(select(Message).where(Message.id == number, *_reached(person, now)))


def _reached(person: Person, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Message.person_id == person.id, Message.goes_at <= now
