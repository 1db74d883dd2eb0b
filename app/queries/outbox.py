"""What has not gone yet of the messages of a call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.roles import live_grants
from app.models import Call, Letter, Message, Person
from app.queries.holding import Holding
from app.queries.sources import SOURCES
from app.services.cases import CASES
from workflows.roles import Role
from workflows.telling import MAY_BE_HELD


def not_yet_gone(session: Session, call: Call, officer: Person, now: datetime) -> Select[Message]:
    """About cases that the officer administers; soonest first, then what is held; for `page_of`."""
    return (
        select(Message)
        .where(
            Message.call_id == call.id,
            Message.message_kind.in_(MAY_BE_HELD),
            Message.cancelled_at.is_(None),
            or_(Message.goes_at.is_(None), Message.goes_at > now),
            _administered(Holding(officer, live_grants(session, officer, now))),
        )
        .options(joinedload(Message.person))
        .order_by(Message.goes_at.nulls_last(), Message.id)
    )


def one_not_yet_gone(
    session: Session, call: Call, officer: Person, number: int, now: datetime
) -> Message | None:
    query = not_yet_gone(session, call, officer, now)
    return session.scalars(query.where(Message.id == number)).first()


def _administered(holding: Holding) -> ColumnElement[bool]:
    """Where the officer rests for a conflict, and of a bid not yet opened, there is nothing."""
    return or_(
        *(
            and_(
                Message.about_kind == kind,
                Message.about_id.in_(
                    SOURCES[kind]
                    .joined(select(model.id))
                    .where(holding.on(kind, Role.PROGRAMME_OFFICER))
                ),
            )
            for kind, model in CASES.items()
            if kind != Letter.kind
        )
    )
