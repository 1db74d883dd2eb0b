"""Days and moments as people type them, and days as they are kept among texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from workflows.engine.calendar import SHANGHAI

EARLIEST, LATEST = date(1800, 1, 1), date(2199, 12, 31)
"""Outside of these nothing is computed with, so that what is some months away from a day, or lies
in another zone, is a day as well."""


def parse_day(typed: str) -> date:
    """`2026-03-09`, or with strokes. Raises ValueError: it is no day between 1800 and 2199."""
    return _in_bounds(date.fromisoformat(_dashed(typed)))


def parse_moment(typed: str) -> datetime:
    """`2026-03-09 17:30` of Shanghai, as an aware UTC moment. Raises ValueError: it is none of a
    day between 1800 and 2199."""
    moment = datetime.fromisoformat(_dashed(typed))
    _in_bounds(moment.date())
    return moment.replace(tzinfo=moment.tzinfo or SHANGHAI).astimezone(UTC)


def day_text(day: date | None) -> str:
    """`2026-03-09`; nothing where there is none."""
    return day.isoformat() if day else ""


def day_of(text: str) -> date | None:
    """What `day_text` wrote."""
    return date.fromisoformat(text) if text else None


def _dashed(typed: str) -> str:
    return typed.strip().replace("/", "-")


def _in_bounds(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(f"{day} is outside of what is computed with")
    return day
