"""Asking for a comparison, with the move by which a proposal comes to its formal check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, exists, not_, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Comparison, Outbox, Proposal
from app.services.moves import Move

JOB = "compare"


def ask_for_comparison(session: Session, proposal: Proposal, move: Move) -> None:
    """A worker makes it after the commit."""
    _ask(session, proposal.id, f"compare-{move.history.id}", move.now, move.history.id)


def never_asked_for(session: Session) -> Sequence[int]:
    """Ids of proposals in their formal check that an earlier version brought there, which compared
    nothing."""
    asked_for = exists().where(Comparison.proposal_id == Proposal.id)
    at_their_check = select(Proposal.id).where(Proposal.state == "formal_check", not_(asked_for))
    return session.scalars(at_their_check.order_by(Proposal.id)).all()


def ask_afterwards(session: Session, number: int, now: datetime) -> None:
    if number in never_asked_for(session):
        _ask(session, number, f"compare-afterwards-{number}", now)


def _ask(
    session: Session, proposal: int, key: str, now: datetime, history: int | None = None
) -> None:
    session.add(Comparison(proposal_id=proposal, asked_at=now))
    payload = {"proposal_id": proposal}
    session.add(Outbox(key=key, history_id=history, job=JOB, payload=payload, not_before=now))


def is_awaited(session: Session, proposal: Proposal) -> bool:
    """Whether one was asked for that is not made yet."""
    return bool(AWAITED.of(session, proposal=proposal.id))


AWAITED = Listed(
    Comparison, Comparison.proposal_id == bindparam("proposal"), Comparison.compared_at.is_(None)
)


def has_failed(session: Session, proposal: Proposal) -> bool:
    """Whether the work was given up, until an administrator has it tried again."""
    given_up = select(Outbox.id).where(
        Outbox.status == "failed",
        Outbox.job == JOB,
        Outbox.payload["proposal_id"].as_integer() == proposal.id,
    )
    return session.scalar(given_up.limit(1)) is not None
