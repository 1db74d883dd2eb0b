"""What has not gone yet of the messages of a call, and what did not reach its reader by mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.models import LEFT_UNDONE, Call, Letter, Message, Outbox, Person
from app.queries.attention.inbox import behind_one_held, follows
from app.queries.attention.seldom import IS_HELD_LONG, long_ago
from app.queries.sight.holding import Holding
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES
from app.services.upkeep.faults import Explained, explained
from workflows.roles import Role
from workflows.telling import MAY_BE_HELD


class Behind(NamedTuple):
    """How many messages wait for one that is held; when the first of them would have gone."""

    number: int
    since: datetime


class HeldLong(NamedTuple):
    """How many messages of a call have been held for days; when the first of them was written."""

    call: Call
    number: int
    since: datetime


def going(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """What goes at a moment to come, the soonest first."""
    query = _not_yet_gone(session, call, officer, now)
    soonest = Message.goes_at, Message.id
    return query.where(Message.goes_at > now, not_(behind_one_held())).order_by(*soonest)


def held(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """What goes when it, or what is held before it, is released; each after what it waits for."""
    query = _not_yet_gone(session, call, officer, now)
    return query.where(or_(Message.goes_at.is_(None), behind_one_held())).order_by(Message.id)


def _not_yet_gone(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """About cases that the officer administers."""
    return (
        select(Message)
        .where(
            Message.call_id == call.id,
            Message.message_kind.in_(MAY_BE_HELD),
            Message.cancelled_at.is_(None),
            or_(Message.goes_at.is_(None), Message.goes_at > now, behind_one_held()),
            _administered(Holding.of(session, officer, now)),
        )
        .options(joinedload(Message.person))
    )


def one_not_yet_gone(
    session: Session, call: Call, officer: Person, number: int, now: datetime
) -> Message | None:
    query = _not_yet_gone(session, call, officer, now).where(Message.id == number)
    return session.scalars(query).first()


def behind(session: Session, messages: Iterable[Message]) -> dict[int, Behind]:
    """By the id of a message that is held. What waits is counted whatever it says: a reminder that
    no officer may hold waits as well."""
    ids = [message.id for message in messages if message.goes_at is None]
    later = aliased(Message)
    found = session.execute(
        select(Message.id, func.count(), func.min(later.goes_at))
        .join(later, follows(later, Message))
        .where(Message.id.in_(ids), later.goes_at.is_not(None))
        .group_by(Message.id)
    )
    return {number: Behind(count, since) for number, count, since in found if since}


def held_before(session: Session, message: Message) -> Message | None:
    """The first of what is held and goes before it."""
    later = aliased(Message)
    query = (
        select(Message)
        .join(later, follows(later, Message))
        .where(later.id == message.id, Message.goes_at.is_(None), Message.cancelled_at.is_(None))
        .order_by(Message.id)
    )
    return session.scalars(query.limit(1)).first()


def held_long(
    session: Session, calls: Sequence[int], officer: Person, now: datetime
) -> Sequence[HeldLong]:
    """What the officer finds in the outboxes of these, and nobody has released or cancelled for
    days; `calls` are those that have any, as a rule none."""
    if not calls:
        return ()
    holding = Holding.of(session, officer, now)
    since = func.min(Message.created_at)
    counted = session.execute(
        select(Message.call_id, func.count(), since)
        .where(
            *IS_HELD_LONG,
            Message.call_id.in_(calls),
            Message.message_kind.in_(MAY_BE_HELD),
            _administered(holding),
        )
        .group_by(Message.call_id)
        .order_by(since),
        long_ago(now),
    ).all()
    theirs = (
        SOURCES[Call.kind]
        .joined(select(Call))
        .where(
            Call.id.in_([number for number, _count, _since in counted]),
            holding.on(Call.kind, Role.PROGRAMME_OFFICER),
        )
    )
    by_id = {call.id: call for call in session.scalars(theirs)}
    return [HeldLong(by_id[n], count, at) for n, count, at in counted if n in by_id]


def undelivered(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """Messages whose mail was given up, newest first; their readers find them in
    the site only."""
    return (
        select(Message)
        .join(Outbox, _MAIL_OF)
        .where(
            Message.call_id == call.id,
            Message.message_kind.in_(MAY_BE_HELD),
            Outbox.status.in_(LEFT_UNDONE),
            _administered(Holding.of(session, officer, now)),
        )
        .options(joinedload(Message.person))
        .order_by(Message.id.desc())
    )


def why_undelivered(session: Session, messages: Iterable[Message]) -> dict[int, Explained]:
    """By the id of the message."""
    ids = [message.id for message in messages]
    found = session.execute(
        select(Message.id, Outbox.error).join(Outbox, _MAIL_OF).where(Message.id.in_(ids))
    )
    return {number: fault for number, error in found if (fault := explained("mail", error))}


_MAIL_OF = Outbox.key == "mail-" + Message.key


def _administered(holding: Holding) -> ColumnElement[bool]:
    """Where the officer rests for a conflict, and of a bid not yet opened, there is nothing. Each
    message is asked for itself: of a kind there may be very many cases."""
    return or_(
        *(
            and_(Message.about_kind == kind, _about_one(kind, holding))
            for kind in CASES
            if kind != Letter.kind
        )
    )


def _about_one(kind: str, holding: Holding) -> ColumnElement[bool]:
    number: Any = CASES[kind].id
    there = (
        SOURCES[kind]
        .joined(select(number))
        .where(number == Message.about_id, holding.on(kind, Role.PROGRAMME_OFFICER))
    )
    return exists(there.correlate(Message).offset(0))
