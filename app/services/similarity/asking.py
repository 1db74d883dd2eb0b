"""Asking for a comparison, with the move by which a proposal comes to its formal check."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Comparison, Outbox, Proposal
from app.services.moves import Move

JOB = "compare"


def ask_for_comparison(session: Session, proposal: Proposal, move: Move) -> None:
    """A worker makes it after the commit."""
    session.add(Comparison(proposal_id=proposal.id, asked_at=move.now))
    session.add(
        Outbox(
            key=f"compare-{move.history.id}",
            history_id=move.history.id,
            job=JOB,
            payload={"proposal_id": proposal.id},
            not_before=move.now,
        )
    )


def is_awaited(session: Session, proposal: Proposal) -> bool:
    """Whether one was asked for that is not made yet. Of what came to its check before comparisons
    were made none is."""
    waiting = select(Comparison.id).where(
        Comparison.proposal_id == proposal.id, Comparison.compared_at.is_(None)
    )
    return session.scalar(waiting.limit(1)) is not None


def has_failed(session: Session, proposal: Proposal) -> bool:
    """Whether the work was given up, until an administrator has it tried again."""
    given_up = select(Outbox.id).where(
        Outbox.status == "failed",
        Outbox.job == JOB,
        Outbox.payload["proposal_id"].as_integer() == proposal.id,
    )
    return session.scalar(given_up.limit(1)) is not None
