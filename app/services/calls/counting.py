"""How many proposals of a call are in each state."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.asked import keep, once
from app.models import Call, Proposal


def by_state(session: Session, call: Call) -> Mapping[str, int]:
    """Of all there are, whoever asks."""
    counted = select(Proposal.state, func.count()).where(Proposal.call_id == call.id)
    query = counted.group_by(Proposal.state)
    return once(session, _question(call), lambda: dict(session.execute(query).all()))


def keep_by_state(session: Session, call: Call, counts: Mapping[str, int]) -> None:
    """The same, counted with something else."""
    keep(session, _question(call), counts)


def _question(call: Call) -> tuple[str, int]:
    return "by state", call.id
