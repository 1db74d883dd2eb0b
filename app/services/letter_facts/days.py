"""Moments and last days as letters write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from workflows.engine.calendar import SHANGHAI, local_date


def moment_words(moment: datetime | None) -> str:
    assert moment is not None, "a published call has its window"
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def last_day(due: datetime) -> date:
    """Periods end with the first moment after their last day."""
    return local_date(due - timedelta(microseconds=1))
