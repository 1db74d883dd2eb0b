"""Moments and last days as letters write them."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from app.documents.payload import in_words
from workflows.engine.calendar import SHANGHAI


def moment_words(moment: datetime | None) -> str:
    assert moment is not None, "a published call has its window"
    local = moment.astimezone(SHANGHAI)
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{in_words(local.date())}{local.hour}时{minutes}"


def closing_words(moment: datetime | None) -> str:
    """A period that ends with its day ends at the 24th hour of it, not at the 0th of the next."""
    assert moment is not None, "a published call has its window"
    local = moment.astimezone(SHANGHAI)
    if local.time() != time():
        return moment_words(moment)
    return f"{in_words(local.date() - timedelta(days=1))}24时"
