"""What moves of a proposal do to its own rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import FormalCheckAnswer, Proposal
from app.services import formal
from app.services.cases import workflow_of
from app.services.moves import Move
from app.services.proposals import snapshot
from workflows.funnel import came_to


def take_snapshot(session: Session, proposal: Proposal, move: Move) -> None:
    """Resubmitting closes the flagged parts; the corrected items wait for a fresh answer."""
    assert move.actor_id is not None, "people submit"
    snapshot.take(session, proposal, move.actor_id, move.now)
    if not proposal.corrections:
        return
    proposal.flagged = []
    for answer in formal.answers_of(session, proposal).values():
        if answer.answer == "correctable":
            session.delete(answer)


def record_correction(session: Session, proposal: Proposal, _move: Move) -> None:
    """Open the parts that the correctable items name; there is no second time (P4)."""
    proposal.corrections += 1
    if not proposal.flagged:
        answered = session.scalars(
            select(FormalCheckAnswer.item).where(
                FormalCheckAnswer.proposal_id == proposal.id,
                FormalCheckAnswer.answer == "correctable",
            )
        )
        proposal.flagged = sorted({part for key in answered for part in formal.item(key).opens})


def record_publicity_inside(_session: Session, proposal: Proposal, move: Move) -> None:
    proposal.publicised_from = date.fromisoformat(move.given["publicised_from"])
    proposal.publicised_to = date.fromisoformat(move.given["publicised_to"])


def note_how_far_it_came(_session: Session, proposal: Proposal, move: Move) -> None:
    """Where its state alone does not tell; read by the funnel of its call."""
    made = move.history
    way = workflow_of(proposal)
    proposal.came_to = came_to(way, made.source, proposal.came_to, made.target)


ACTS: dict[str, Any] = {
    "take_snapshot": take_snapshot,
    "record_correction": record_correction,
    "record_publicity_inside": record_publicity_inside,
    "note_how_far_it_came": note_how_far_it_came,
}
