"""The draws of a panel that assesses, repeated from what was stored, and compared with its seats
and with what was committed to (§3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.draw import NotAsCommitted, Panel, replay
from app.models import Assessment, History
from workflows.engine.text import Text


def altered(session: Session, panel: Assessment) -> Text | None:
    """What in the tables is no longer what the draws give; None: nothing."""
    draws = panel.draw.get("draws", ())
    drawn: set[int] = set()
    for one in draws:
        again = _again(one)
        if again is None:
            return _NOT_AS_COMMITTED
        drawn |= set(again.members)
    if _committed(draws) - _commitments(session, panel):
        return _ANOTHER_COMMITMENT
    seated = {seat.expert_id for seat in panel.seats if seat.how == "drawn"}
    if strangers := sorted(seated - drawn):
        return Text(
            f"未抽中而有席位的专家：{strangers}",
            f"experts with a seat who were not drawn: {strangers}",
        )
    return None


def _again(one: Mapping[str, Any]) -> Panel | None:
    try:
        again = replay(one["snapshot"], bytes.fromhex(one["seed"]), one["commitment"])
    except (NotAsCommitted, ValueError, KeyError, TypeError):
        return None
    return again if isinstance(again, Panel) else None


def _committed(draws: Any) -> set[str]:
    """Of draws since the commitment comes first; going on with a draw needs none of its own."""
    return {d["commitment"] for d in draws if "fixed_at" in d and "in_place_of" not in d}


def _commitments(session: Session, panel: Assessment) -> set[str]:
    rows = session.scalars(
        select(History).where(
            History.case_kind == panel.about_kind,
            History.case_id == panel.about_id,
            History.transition == "commit",
        )
    )
    return {row.given["commitment"] for row in rows}


_NOT_AS_COMMITTED = Text(
    "候选名单或种子与抽取承诺不符：已被改动，不能复算",
    "the candidate list or seed does not match the commitment: it has been altered, so "
    "the draw cannot be repeated",
)
_ANOTHER_COMMITMENT = Text(
    "抽取承诺与流转记录中的不一致：已被改动",
    "the commitment differs from the one in the history: it has been altered",
)
