"""Months later or earlier, as the law counts them."""

from __future__ import annotations

from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one: three months after 30 November end with
    February (Civil Code 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def whole_years(since: date, on: date) -> int:
    """Years completed: of age, or of standing."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
