"""The messages of one person."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import Message, Person


def messages_of(person: Person) -> Select[Message]:
    """Newest first; for `page_of`."""
    return select(Message).where(Message.person_id == person.id).order_by(Message.id.desc())


def message_of(session: Session, person: Person, number: int) -> Message | None:
    """The message, if it is this person's."""
    return session.scalar(
        select(Message).where(Message.id == number, Message.person_id == person.id)
    )
