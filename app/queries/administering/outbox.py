"""What has not gone yet of the messages of a call, and what did not reach its reader by mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, Letter, Message, Outbox, Person
from app.queries.attention.inbox import behind_one_held
from app.queries.sight.holding import Holding
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES
from app.services.upkeep.faults import Explained, explained
from workflows.roles import Role
from workflows.telling import MAY_BE_HELD


def going(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """What goes at a moment to come, the soonest first."""
    query = _not_yet_gone(session, call, officer, now)
    return query.where(Message.goes_at > now, not_(behind_one_held()))


def held(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """What goes when it, or what is held before it, is released."""
    query = _not_yet_gone(session, call, officer, now)
    return query.where(or_(Message.goes_at.is_(None), behind_one_held()))


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
        .order_by(Message.goes_at.nulls_last(), Message.id)
    )


def one_not_yet_gone(
    session: Session, call: Call, officer: Person, number: int, now: datetime
) -> Message | None:
    query = _not_yet_gone(session, call, officer, now).where(Message.id == number)
    return session.scalars(query).first()


def undelivered(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """Messages whose mail was given up, newest first; their readers find them in
    the site only."""
    return (
        select(Message)
        .join(Outbox, _MAIL_OF)
        .where(
            Message.call_id == call.id,
            Message.message_kind.in_(MAY_BE_HELD),
            Outbox.status == "failed",
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
