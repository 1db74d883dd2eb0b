"""Where the reader stands, for the frame of every page: an expert or not, and what is unread."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.asked import once
from app.models import Expert, Message, Person


@dataclass(frozen=True, slots=True)
class Standing:
    unread: int
    is_expert: bool


def standing(session: Session, person: Person) -> Standing:
    unread = (
        select(func.count())
        .select_from(Message)
        .where(Message.person_id == person.id, Message.read_at.is_(None))
    )
    in_pool = exists().where(Expert.person_id == person.id)

    def ask() -> Standing:
        count, found = session.execute(select(unread.scalar_subquery(), in_pool)).one()
        return Standing(count or 0, bool(found))

    return once(session, ("standing", person.id), ask)
