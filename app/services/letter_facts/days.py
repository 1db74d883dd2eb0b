"""Moments and last days as letters write them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from workflows.engine.calendar import SHANGHAI


def moment_words(moment: datetime | None) -> str:
    assert moment is not None, "a published call has its window"
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def closing_words(moment: datetime | None) -> str:
    """A period that ends with its day ends at 24:00 of it, not at 00:00 of the next."""
    assert moment is not None, "a published call has its window"
    local = moment.astimezone(SHANGHAI)
    if local.time() != time():
        return moment_words(moment)
    day = local.date() - timedelta(days=1)
    return f"{day.year}年{day.month}月{day.day}日 24:00"
