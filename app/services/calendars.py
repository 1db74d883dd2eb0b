"""The working calendar: the years the library knows, those the office has entered by hand,
and over both the days ordered at short notice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.asked import Listed, ask_together
from app.clock import chinese_working_calendar
from app.models import AnnouncedYear, Call, OrderedDays, Person
from app.services.calls.freeze import frozen
from app.services.problems import Problems, alone
from workflows.engine.calendar import WorkingCalendar, local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

_KEPT = "working_calendar"
_SPAN_MOST = timedelta(days=31)
_DAY = r"(\d{4}-\d{2}-\d{2})"
_LINE = re.compile(rf"{_DAY}(?:\s*(?:至|到|-|—|~|to)\s*{_DAY})?")


@dataclass(frozen=True, slots=True)
class Announcement:
    """As typed: one day or one span of days a line, `2027-02-05` or `2027-02-05 至 2027-02-12`."""

    year: int
    source: str
    days_off: str
    working_weekends: str


def working_calendar(session: Session) -> WorkingCalendar:
    """A year entered by hand stands beside what the library knows, and never replaces it. Read
    once in a transaction, since every move asks for it."""
    kept = session.info.get(_KEPT)
    if kept is None or kept[0] is not session.get_transaction():
        calendar = _read_calendar(session)
        kept = session.info[_KEPT] = (session.get_transaction(), calendar)
    found: WorkingCalendar = kept[1]
    return found


def forget_calendar(session: Session) -> None:
    """What was read before days were entered counts no more."""
    session.flush()
    session.info.pop(_KEPT, None)


def _read_calendar(session: Session) -> WorkingCalendar:
    ask_together(session, *CALENDAR)
    calendar = _of_years(session)
    for row in ORDERED.of(session):
        assert row.decided_at is not None, "it is looked for by its confirmation"
        off, working = _days([row.days_off]), _days([row.working_days])
        calendar = calendar.ordered(local_date(row.decided_at), off, working)
    return calendar


def _of_years(session: Session) -> WorkingCalendar:
    known = chinese_working_calendar()
    entered = _newest(session)
    if not entered:
        return known
    return WorkingCalendar(
        holidays=known.holidays | _days(row.days_off for row in entered),
        working_weekends=known.working_weekends | _days(row.working_weekends for row in entered),
        known_years=known.known_years | {row.year for row in entered},
    )


def announce(
    session: Session, announcement: Announcement, by: Person, now: datetime
) -> Problems | None:
    """Enter the days of a year that the library does not know yet. Earlier entries are kept."""
    if why := frozen(session, now):
        return alone(_ORDERS_ARE_FREE.format(why=why))
    year = announcement.year
    if year in chinese_working_calendar().known_years:
        return alone(
            Text(
                f"{year} 年的安排系统已有，不能另行录入；国家、省临时决定的放假或者上班，"
                "由系统管理员在“临时放假和上班”页面录入，另一人确认。",
                f"The days of {year} are known already and cannot be entered again; what the state "
                "or the province orders at short notice an administrator enters on the page “Days "
                "ordered at short notice”, and another person confirms it.",
            )
        )
    off, working = days_typed(announcement.days_off), days_typed(announcement.working_weekends)
    problems = dict(_problems(year, off, working))
    if problems or isinstance(off, Text) or isinstance(working, Text):
        return Problems(problems)
    session.add(
        AnnouncedYear(
            year=year,
            source=announcement.source,
            days_off=[day.isoformat() for day in off],
            working_weekends=[day.isoformat() for day in working],
            entered_by_id=by.id,
            entered_at=now,
        )
    )
    forget_calendar(session)
    return None


def notice_ends_on(session: Session, call: Call, published_on: date) -> date:
    """The last working day of a public notice; day 1 is the day after publication."""
    count = (DEFAULTS | call.rules)["notice_working_days"]
    return working_calendar(session).add_working_days(published_on, count)


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


ENTERED = Listed(AnnouncedYear, order=(AnnouncedYear.id,))
ORDERED = Listed(
    OrderedDays,
    OrderedDays.is_confirmed,
    order=(OrderedDays.decided_at, OrderedDays.id),
)
CALENDAR = (ENTERED, ORDERED)
"""What the calendar is read from."""


def _newest(session: Session) -> list[AnnouncedYear]:
    return list({row.year: row for row in ENTERED.of(session)}.values())


def _days(lists: Iterable[list[str]]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for days in lists for day in days)


def days_typed(typed: str) -> list[date] | Text:
    days: set[date] = set()
    for line in filter(None, map(str.strip, typed.splitlines())):
        span = _span(line)
        if span is None:
            return Text(f"“{line}”无法识别", f"“{line}” is no day and no span of days")
        first, last = span
        if not timedelta(0) <= last - first <= _SPAN_MOST:
            return Text(f"“{line}”起止颠倒或过长", f"“{line}” runs backwards or is too long")
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    return sorted(days)


def _span(line: str) -> tuple[date, date] | None:
    found = _LINE.fullmatch(line)
    if found is None:
        return None
    try:
        first = date.fromisoformat(found.group(1))
        return first, date.fromisoformat(found.group(2)) if found.group(2) else first
    except ValueError:
        return None


def _problems(
    year: int, off: list[date] | Text, working: list[date] | Text
) -> Iterable[tuple[str, Text]]:
    for field, days in (("days_off", off), ("working_weekends", working)):
        if isinstance(days, Text):
            yield field, days
        elif stray := [day for day in days if day.year != year]:
            yield field, Text(f"{stray[0]} 不在 {year} 年", f"{stray[0]} is not in {year}")
    if off == []:
        yield "days_off", Text("请填写放假日期", "Enter the days off")
    if isinstance(working, list) and (weekdays := [day for day in working if day.weekday() < 5]):
        yield (
            "working_weekends",
            Text(f"{weekdays[0]} 不是周末", f"{weekdays[0]} is no weekend day"),
        )


_ORDERS_ARE_FREE = Text(
    "{why}国家、省临时决定的放假或者上班不受此限（不改变已公布的截止时间，由两人录入和确认），"
    "请在“临时放假和上班”页面办理。",
    "{why} What the state or the province orders at short notice is not held up, as it moves no "
    "published close and takes two people: use the page “Days ordered at short notice”.",
)
