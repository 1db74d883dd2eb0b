"""What is seldom there and concerns few: asked for everybody at once, by one statement of the home
page, so that a page on which there is nothing of it asks no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CompoundSelect, Integer, String, bindparam, cast, null, select, union_all
from sqlalchemy.orm import Session

from app.models import Letter, Message
from app.models.base import Moment

_LONG = timedelta(days=3)

IS_HELD_LONG = (
    Message.goes_at.is_(None),
    Message.cancelled_at.is_(None),
    Message.created_at <= bindparam("long_ago", type_=Moment()),
)
"""Of a message: nobody has released or cancelled it for days."""

_SELDOM: CompoundSelect[Any] = union_all(
    select(Letter.about_kind.label("kind"), cast(null(), Integer).label("call"))
    .where(Letter.state == "failed")
    .distinct(),
    select(cast(null(), String), Message.call_id).where(*IS_HELD_LONG).distinct(),
)


@dataclass(frozen=True)
class Seldom:
    """Kinds of cases about which letters failed, and ids of calls with messages held for days."""

    failed_about: Sequence[str]
    held_of: Sequence[int]


def seldom(session: Session, now: datetime) -> Seldom:
    rows = session.execute(_SELDOM, long_ago(now)).all()
    return Seldom(
        failed_about=[row.kind for row in rows if row.kind is not None],
        held_of=[row.call for row in rows if row.call is not None],
    )


def long_ago(now: datetime) -> dict[str, datetime]:
    """What is given to a statement with `IS_HELD_LONG`."""
    return {"long_ago": now - _LONG}
