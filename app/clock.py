"""The only place where the time of day is read; everything else is handed `now`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import chinese_calendar

from config import Settings
from workflows.engine.calendar import WorkingCalendar


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""

    def wall(self) -> datetime:
        """Aware UTC of the machine, which a telephone shares even where `now` has been moved."""


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def wall(self) -> datetime:
        return self.now()


class MovableClock:
    """The system clock plus an offset kept in a file, so that every process of a demo agrees."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset()

    def wall(self) -> datetime:
        return datetime.now(UTC)

    def move_to(self, moment: datetime) -> None:
        """Set the time; it runs on from there."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        seconds = (moment - datetime.now(UTC)).total_seconds()
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps({"offset_seconds": seconds}), encoding="utf-8")
        fresh.replace(self._file)

    def _offset(self) -> timedelta:
        try:
            seconds = json.loads(self._file.read_text(encoding="utf-8"))["offset_seconds"]
        except FileNotFoundError:
            return timedelta()
        return timedelta(seconds=seconds)


def clock_for(settings: Settings) -> Clock:
    """A demo's clock can be moved; every other one is the machine's."""
    return MovableClock(settings.var / "clock.json") if settings.is_demo else SystemClock()


@lru_cache(maxsize=1)
def chinese_working_calendar() -> WorkingCalendar:
    """The announced holidays and 调休 days the library knows; later years count weekends only."""
    holidays = frozenset(chinese_calendar.constants.holidays)
    return WorkingCalendar(
        holidays=holidays,
        working_weekends=frozenset(chinese_calendar.constants.workdays),
        known_years=frozenset(day.year for day in holidays),
    )
