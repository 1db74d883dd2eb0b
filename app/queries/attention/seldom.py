"""What is seldom there and concerns few: asked by one statement of the home page, whoever reads it,
so that a page on which there is nothing of it asks no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Integer,
    String,
    bindparam,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.models import Expert, Letter, LimitWaiver, Message, OrderedDays, Person, Proposal
from app.models.base import Moment
from app.queries.books.fees import lacks_account
from app.services.eligibility.waiving import IS_UNDER_WAY

_LONG = timedelta(days=3)

IS_HELD_LONG = (
    Message.goes_at.is_(None),
    Message.cancelled_at.is_(None),
    Message.created_at <= bindparam("long_ago", type_=Moment()),
)
"""Of a message: nobody has released or cancelled it for days."""

_SELDOM: CompoundSelect[Any] = union_all(
    select(
        literal("failed").label("what"),
        Letter.about_kind.label("kind"),
        cast(null(), Integer).label("number"),
    )
    .where(Letter.state == "failed")
    .distinct(),
    select(literal("held"), cast(null(), String), Message.call_id).where(*IS_HELD_LONG).distinct(),
    select(literal("waivers"), cast(null(), String), Proposal.call_id)
    .join(LimitWaiver.proposal)
    .where(IS_UNDER_WAY)
    .distinct(),
    select(literal("days"), cast(null(), String), OrderedDays.id).where(
        OrderedDays.decided_at.is_(None)
    ),
    select(literal("account"), cast(null(), String), Expert.id).where(
        Expert.person_id == bindparam("reader"), lacks_account()
    ),
)


@dataclass(frozen=True)
class Seldom:
    """Kinds of cases about which letters failed; ids of calls with messages held for days, and of
    those with waivers of limits under way; ids of days off and working days to be confirmed; and
    whether a fee of the reader waits for an account."""

    failed_about: Sequence[str]
    held_of: Sequence[int]
    waivers_in: Sequence[int]
    days_to_confirm: Sequence[int]
    lacks_account: bool


def seldom(session: Session, reader: Person, now: datetime) -> Seldom:
    rows = session.execute(_SELDOM, long_ago(now) | {"reader": reader.id}).all()
    return Seldom(
        failed_about=[row.kind for row in rows if row.what == "failed"],
        held_of=[row.number for row in rows if row.what == "held" and row.number is not None],
        waivers_in=[row.number for row in rows if row.what == "waivers"],
        days_to_confirm=[row.number for row in rows if row.what == "days"],
        lacks_account=any(row.what == "account" for row in rows),
    )


def long_ago(now: datetime) -> dict[str, datetime]:
    """What is given to a statement with `IS_HELD_LONG`."""
    return {"long_ago": now - _LONG}
