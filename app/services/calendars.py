"""The working calendar: the years the library knows, and over them what was ordered and confirmed
here, the arrangement of a further year as well as a few days at short notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from app.asked import Listed, ask_together
from app.clock import chinese_working_calendar
from app.models import OrderedDays
from workflows.engine.calendar import WorkingCalendar, local_date

_KEPT = "working_calendar"


def working_calendar(session: Session) -> WorkingCalendar:
    """Read once in a transaction, since every move asks for it."""
    kept = session.info.get(_KEPT)
    if kept is None or kept[0] is not session.get_transaction():
        calendar = _read_calendar(session)
        kept = session.info[_KEPT] = (session.get_transaction(), calendar)
    found: WorkingCalendar = kept[1]
    return found


def forget_calendar(session: Session) -> None:
    """What was read before days were confirmed counts no more."""
    session.flush()
    session.info.pop(_KEPT, None)


def _read_calendar(session: Session) -> WorkingCalendar:
    ask_together(session, *CALENDAR)
    calendar = chinese_working_calendar()
    for row in ORDERED.of(session):
        assert row.decided_at is not None, "it is looked for by its confirmation"
        calendar = calendar.ordered(
            local_date(row.decided_at),
            _days(row.days_off),
            _days(row.working_days),
            frozenset() if row.year is None else frozenset({row.year}),
        )
    return calendar


def unannounced_year(session: Session, day: date) -> int | None:
    """The year of that day, when its holidays are not known and only weekends count as days off."""
    return None if working_calendar(session).is_announced(day) else day.year


def ordered_between(session: Session, first: date, last: date) -> list[OrderedDays]:
    """The orders in force that name a day of this period."""
    period = (first.isoformat(), last.isoformat())
    return [
        row
        for row in ORDERED.of(session)
        if any(period[0] <= day <= period[1] for day in (*row.days_off, *row.working_days))
    ]


ORDERED = Listed(
    OrderedDays,
    OrderedDays.is_confirmed,
    order=(OrderedDays.decided_at, OrderedDays.id),
)
CALENDAR = (ORDERED,)
"""What the calendar is read from."""


def _days(written: Iterable[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, written))
