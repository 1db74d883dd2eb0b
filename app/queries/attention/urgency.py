"""When a thing is due, as lists and counts tell it apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam

from app.models.base import Moment
from workflows.engine.calendar import end_of_day, local_date

WHEN = ("overdue", "today", "soon")
SOON = timedelta(days=3)
"""Soon is today as well."""

NOW = bindparam("now", type_=Moment())
_TONIGHT, _THEN = bindparam("tonight", type_=Moment()), bindparam("then", type_=Moment())


def moments(now: datetime) -> dict[str, datetime]:
    """To be given to a statement with these conditions, which holds at any time."""
    return {"now": now, "tonight": end_of_day(local_date(now)), "then": now + SOON}


def due_when(at: Any) -> dict[str, ColumnElement[bool]]:
    """For each word of `WHEN`. A deadline at midnight is one of the day before."""
    ahead = at > NOW
    return {
        "overdue": at <= NOW,
        "today": and_(ahead, at <= _TONIGHT),
        "soon": and_(ahead, at <= _THEN),
    }


def parts_by_day(at: Any) -> tuple[ColumnElement[bool], ...]:
    """Overdue, today, soon but not today, later, never: each thing is in one of them."""
    due = due_when(at)
    later = and_(at > _TONIGHT, at <= _THEN)
    return due["overdue"], due["today"], later, at > _THEN, at.is_(None)
