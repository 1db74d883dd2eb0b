"""When a thing is due, as lists and counts tell it apart."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_

from workflows.engine.calendar import end_of_day, local_date

WHEN = ("overdue", "today", "soon")
SOON = timedelta(days=3)
"""Soon is today as well."""


def due_when(at: Any, now: datetime) -> dict[str, ColumnElement[bool]]:
    """For each word of `WHEN`. A deadline at midnight is one of the day before."""
    ahead = at > now
    return {
        "overdue": at <= now,
        "today": and_(ahead, at <= end_of_day(local_date(now))),
        "soon": and_(ahead, at <= now + SOON),
    }


def parts_by_day(at: Any, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Overdue, today, soon but not today, later, never: each thing is in one of them."""
    tonight, then = end_of_day(local_date(now)), now + SOON
    due = due_when(at, now)
    return due["overdue"], due["today"], and_(at > tonight, at <= then), at > then, at.is_(None)
