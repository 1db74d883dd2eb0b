"""Calls in consultation, and what was said of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, ConsultationComment, Item
from app.queries.calls.items import whole_items
from app.queries.calls.portal import PUBLIC_CALLS
from app.queries.narrowing import Narrowing
from app.services.calls.consulting import ends_at
from workflows.engine.text import Text

_SHOWN = ("consulting", "approved", *PUBLIC_CALLS)
"""A call that went back to draft is nobody's but the office's until it is consulted on again."""


def in_consultation(session: Session, now: datetime) -> list[tuple[Call, datetime]]:
    """What may still be commented on, and until when; what ends first stands first."""
    there = select(Call).where(Call.state == "consulting").options(joinedload(Call.programme))
    calls = session.scalars(there.order_by(Call.id)).all()
    ends = ((call, ends_at(session, call)) for call in calls)
    return sorted(((c, at) for c, at in ends if at and now < at), key=lambda pair: pair[1])


def consulted(session: Session, number: int) -> Call | None:
    return session.scalars(
        select(Call)
        .where(Call.id == number, Call.state.in_(_SHOWN))
        .options(joinedload(Call.programme))
    ).first()


def items_consulted(call: Call) -> Select[Any]:
    """What is to be posted if the list is approved."""
    return whole_items().where(Item.call_id == call.id, Item.state == "ready").order_by(Item.id)


COMMENTS = Narrowing(
    written=ConsultationComment.text, said=Text("意见内容", "Words of the comment")
)
"""Not by who sent one, whom only the officer who answers may know."""


def comments_of(call: Call) -> Select[Any]:
    """What waits for an answer stands first, the oldest before the others."""
    return (
        select(ConsultationComment)
        .where(ConsultationComment.call_id == call.id)
        .options(joinedload(ConsultationComment.answered_by))
        .order_by(ConsultationComment.answered_at.is_not(None), ConsultationComment.id)
    )


def answers_of(call: Call) -> Select[Any]:
    """For the public, once the consultation is over."""
    return (
        select(ConsultationComment)
        .where(ConsultationComment.call_id == call.id, ConsultationComment.answered_at.is_not(None))
        .order_by(ConsultationComment.id)
    )


def counted(session: Session, call: Call) -> tuple[int, int]:
    """How many comments there are, and how many of them wait for an answer."""
    found = session.execute(many_comments(call)).one()
    return found[0], found[1]


def many_comments(call: Call) -> Select[int, int]:
    """The same two counts, to be asked for with others."""
    return select(
        func.count(ConsultationComment.id),
        func.count(ConsultationComment.id).filter(ConsultationComment.answered_at.is_(None)),
    ).where(ConsultationComment.call_id == call.id)
