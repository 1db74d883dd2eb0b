"""The messages of one person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from app.models import Message, Person


def messages_of(person: Person, now: datetime) -> Select[Message]:
    """Those that came last first, whenever they were written; for `page_of`."""
    newest = Message.goes_at.desc(), Message.id.desc()
    return select(Message).where(*reached(person.id, now)).order_by(*newest)


def message_of(session: Session, person: Person, number: int, now: datetime) -> Message | None:
    """The message, if it is this person's and has reached them."""
    return session.scalar(select(Message).where(Message.id == number, *reached(person.id, now)))


def reached(person_id: Any, now: Any) -> tuple[ColumnElement[bool], ...]:
    """Which messages have got to this person by now."""
    return Message.person_id == person_id, Message.goes_at <= now
