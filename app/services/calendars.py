"""The working calendar: the years the library knows, and over them what was ordered and confirmed
here, the arrangement of a further year as well as a few days at short notice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Within:
    """What of an order lies within a period."""

    source: str
    days_off: list[str]
    working_days: list[str]


def ordered_between(session: Session, first: date, last: date) -> list[Within]:
    """Of the orders in force, those that name a day of this period."""

    def part(days: Iterable[str]) -> list[str]:
        return [day for day in days if first.isoformat() <= day <= last.isoformat()]

    found = (
        Within(row.source, part(row.days_off), part(row.working_days))
        for row in ORDERED.of(session)
    )
    return [one for one in found if one.days_off or one.working_days]


ORDERED = Listed(
    OrderedDays,
    OrderedDays.is_confirmed,
    order=(OrderedDays.decided_at, OrderedDays.id),
)
CALENDAR = (ORDERED,)
"""What the calendar is read from."""


def _days(written: Iterable[str]) -> frozenset[date]:
    return frozenset(map(date.fromisoformat, written))
