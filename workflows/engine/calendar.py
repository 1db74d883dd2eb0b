"""Working days of the Chinese calendar, 调休 included; the announced days are passed in."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


@dataclass(frozen=True)
class WorkingCalendar:
    """Announced days off and announced working weekends.

    `known_years` are the years whose holidays have been announced; in any other year only
    weekends count as days off, and `is_announced` says so.

    What is ordered later, a year's arrangement or a few days at short notice, makes a calendar of
    its own, which knows the one `before` and the day it took effect.
    """

    holidays: Set[date] = field(default_factory=frozenset)
    working_weekends: Set[date] = field(default_factory=frozenset)
    known_years: Set[int] = field(default_factory=frozenset)
    before: WorkingCalendar | None = None
    ordered_on: date = date.min

    def ordered(
        self, on: date, off: Set[date], working: Set[date], years: Set[int] = frozenset()
    ) -> WorkingCalendar:
        """With days off and working days that were ordered, over what was known; `years` are those
        whose arrangement the order is."""
        return WorkingCalendar(
            holidays=(self.holidays | off) - working,
            working_weekends=(self.working_weekends - off)
            | {day for day in working if day.weekday() >= 5},
            known_years=self.known_years | years,
            before=self,
            ordered_on=on,
        )

    def is_working_day(self, day: date) -> bool:
        if day in self.working_weekends:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def is_announced(self, day: date) -> bool:
        return day.year in self.known_years

    def nth_working_day(self, start: date, count: int) -> date:
        """By these days alone, whatever was known before; day 1 is the day after `start`."""
        day, left = start, count
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return day

    def working_day_from(self, day: date) -> date:
        """By these days alone: `day` itself or, when it is a day off, the next working day."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day

    def add_working_days(self, start: date, count: int) -> date:
        """The last day of a term of `count` working days; day 1 is the day after `start`.

        Source: Civil Code 201-203 (the first day is not counted).
        """
        return self.end(lambda calendar: calendar.nth_working_day(start, count))

    def next_working_day(self, day: date) -> date:
        """`day` itself or, when it is a day off, the next working day (Civil Code 203)."""
        return self.end(lambda calendar: calendar.working_day_from(day))

    def end(self, reckoned: Callable[[WorkingCalendar], date]) -> date:
        """A term that was over when days were ordered stays over, and none ends before that day."""
        if self.before is None:
            return reckoned(self)
        was = self.before.end(reckoned)
        return was if was < self.ordered_on else max(reckoned(self), self.ordered_on)

    def end_of_notice(
        self, published_on: date, reckoned: Callable[[WorkingCalendar], date]
    ) -> date:
        """The last day of a public notice, which everybody has read: what is ordered while it runs
        lengthens it and never shortens it, and one that was over stays over."""
        last = reckoned(self)
        if self.before is None or self.ordered_on < published_on:
            return last
        was = self.before.end_of_notice(published_on, reckoned)
        return was if was < self.ordered_on else max(was, last)

    def later(self, moment: datetime, days: int) -> datetime:
        """So many days after a moment at the same time of day, put off to a working day when the
        last day of the term is a day off (Civil Code 203). Aware UTC."""
        end = moment + timedelta(days=days)
        return end + (self.next_working_day(last_day(end)) - last_day(end))

    def end_of_term(self, start: date, days: int) -> datetime:
        """The end of the last of so many days after `start`, which is no day off. Aware UTC."""
        return end_of_day(self.next_working_day(start + timedelta(days=days)))

    def end_of_published_term(self, published_on: date, days: int) -> datetime:
        """As `end_of_term`, of a period that everybody has read of."""
        last = published_on + timedelta(days=days)
        return end_of_day(
            self.end_of_notice(published_on, lambda calendar: calendar.working_day_from(last))
        )

    def count_working_days(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`."""
        days = (end - start).days
        return sum(self.is_working_day(start + timedelta(days=n)) for n in range(1, days + 1))


def local_date(moment: datetime) -> date:
    """The calendar day in Fujian of an aware moment."""
    return moment.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """The first moment after `day` in Fujian, as aware UTC: a period ending on `day` ends here."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, SHANGHAI)
    return midnight.astimezone(UTC)


def last_day(end: datetime) -> date:
    """The last day of a period that ends at this moment: at midnight, the day before."""
    return local_date(end - timedelta(microseconds=1))


def moment_words(at: datetime) -> str:
    """`2026-03-02 10:00`, as a clock in Fujian shows it."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def deadline_words(due: datetime) -> str:
    """A deadline; one at midnight ends the day before: `2026-03-09 24:00`."""
    is_midnight = due.astimezone(SHANGHAI).time() == time.min
    return f"{last_day(due)} 24:00" if is_midnight else moment_words(due)
