"""The public notice of what is proposed (P14)."""

from __future__ import annotations

from datetime import datetime

from workflows.facts import NoticeFacts
from workflows.registry import PARTS
from workflows.rehearsal.model import Setting
from workflows.rehearsal.playing import Play, Played


def give_notice(
    setting: Setting,
    play: Play,
    items: int,
    on: datetime,
    ends: datetime,
    *,
    is_told: bool = True,
) -> None:
    notice = Played(PARTS["notice"], PARTS["notice"].label, "draft", on, quiet=not is_told)

    def at(now: datetime, entered_at: datetime) -> NoticeFacts:
        return NoticeFacts(
            now=now,
            entered_at=entered_at,
            calendar=setting.facts.calendar,
            parameters=setting.facts.parameters,
            items=items,
            ends_at=ends,
        )

    for name in ("publish", "end"):
        play.move(notice, name, at, on)
