"""The messages of one person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, not_, select
from sqlalchemy.orm import Session, aliased

from app.access.recused import recused_from
from app.models import Message, Outbox, Person
from app.queries.sight.aside import no_case_of
from app.queries.sight.conditions import Condition, either


def messages_of(session: Session, person: Person, now: datetime) -> Select[Message]:
    """Those that came last first, whenever they were written; for `page_of`."""
    newest = Message.goes_at.desc(), Message.id.desc()
    return select(Message).where(*_readable(session, person, now)).order_by(*newest)


def message_of(session: Session, person: Person, number: int, now: datetime) -> Message | None:
    """The message, if it is this person's and has reached them."""
    readable = _readable(session, person, now)
    return session.scalar(select(Message).where(Message.id == number, *readable))


def _readable(session: Session, person: Person, now: datetime) -> tuple[Condition, ...]:
    return *reached(person.id, now), unless_about(recused_from(session, person))


def unless_about(hidden: Collection[int]) -> Condition:
    """Whoever stands aside from a proposal reads no more of what was said about it before."""
    about = no_case_of(hidden, Message.about_kind, Message.about_id)
    return either(Message.about_kind.is_(None), about)


def reached(person_id: Any, now: Any) -> tuple[ColumnElement[bool], ...]:
    """Which messages have got to this person by now."""
    return Message.person_id == person_id, gone(now)


def gone(now: Any) -> ColumnElement[bool]:
    return and_(Message.goes_at <= now, not_(behind_one_held()))


def behind_one_held() -> ColumnElement[bool]:
    """Whether an officer holds what the same reader was to be told before about the same case."""
    earlier = aliased(Message)
    is_held = earlier.goes_at.is_(None), earlier.cancelled_at.is_(None)
    return exists().where(*is_held, follows(Message, earlier))


def follows(later: Any, earlier: Any) -> ColumnElement[bool]:
    """Of the table of messages under two names: to the same reader about the same case."""
    return and_(
        earlier.person_id == later.person_id,
        earlier.about_kind == later.about_kind,
        earlier.about_id == later.about_id,
        earlier.id < later.id,
    )


def is_kept_back() -> ColumnElement[bool]:
    """Of work: whether it is the mail of a message that waits behind one that is held."""
    its = Message.id == Outbox.payload["message_id"].as_integer()
    return exists().where(its, behind_one_held()).correlate(Outbox)
