"""Around a close the settings stand still that decide for many at once whose turn it is and until
when. The rules of a call are fixed since its approval; what remains is moved by hand, and by one
person. What cannot wait goes by a way that holds for everybody: the close is extended in public,
which takes two persons and a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, Item
from workflows.engine.calendar import deadline_words
from workflows.engine.text import Text
from workflows.parameters.applying import FREEZE_HOURS_MOST


def frozen(session: Session, now: datetime) -> Text | None:
    """Why settings stand still now, if they do: from some hours before a close until the clock has
    enforced it, which it does within minutes; one that hangs holds them no longer than as long
    again."""
    for case in _about_to_close(session, now):
        call = case.call if isinstance(case, Item) else case
        hours = call.parameters["freeze_hours"]
        assert case.close_at is not None, "it is looked for by its close"
        if hours and abs(case.close_at - now) <= timedelta(hours=hours):
            words = _FROZEN if isinstance(case, Item) else _FROZEN_UNLESS_EXTENDED
            return words.format(title=case.title, closes=deadline_words(case.close_at), hours=hours)
    return None


def _about_to_close(session: Session, now: datetime) -> Iterator[Call | Item]:
    most = timedelta(hours=FREEZE_HOURS_MOST)
    yield from session.scalars(
        select(Call)
        .where(Call.state == "open", Call.close_at.between(now - most, now + most))
        .order_by(Call.close_at)
    )
    yield from session.scalars(
        select(Item)
        .where(Item.state == "posted", Item.close_at.between(now - most, now + most))
        .options(joinedload(Item.call))
        .order_by(Item.close_at)
    )


_FROZEN = Text(
    "“{title}”将于 {closes} 截止；截止前 {hours} 小时起至截止完成，系统设置冻结，请在截止后办理。",
    "“{title}” closes at {closes}. Settings are frozen from {hours} hours before the "
    "close until it is complete. Please do this after the close.",
)
_FROZEN_UNLESS_EXTENDED = Text(
    f"{_FROZEN.zh}确不能等的，先由主办人会同厅务会公告延期（两人签署并说明理由）。",
    f"{_FROZEN.en} If it cannot wait, the programme officer and the executive meeting "
    "must first publish an extension together (both sign and give a reason).",
)
