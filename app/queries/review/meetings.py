"""Who stood aside at a defence meeting."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import PanelSeat, Review, ReviewGroup


def recusals_of(session: Session, group: ReviewGroup) -> dict[int, list[int]]:
    """By proposal, the seats whose members left the item."""
    rows = session.execute(
        select(Review.proposal_id, PanelSeat.seat)
        .join(
            PanelSeat,
            (PanelSeat.group_id == Review.group_id) & (PanelSeat.expert_id == Review.expert_id),
        )
        .where(Review.group_id == group.id, Review.state == "recused")
        .order_by(Review.proposal_id, PanelSeat.seat)
    )
    found: dict[int, list[int]] = {}
    for proposal, seat in rows:
        found.setdefault(proposal, []).append(seat)
    return found
