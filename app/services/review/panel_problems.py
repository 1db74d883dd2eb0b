"""Why the online review of a proposal cannot start yet (domain P8)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Proposal, Review, ReviewGroup
from app.services.review.purposes import seats_needed
from app.services.review.recusal import RECORDED
from workflows.engine.text import Text


def panel_problems(
    session: Session, proposal: Proposal, group: ReviewGroup | None
) -> tuple[Text, ...]:
    """Phrases; no names of experts, since applicants may see why nothing happens yet."""
    if group is None:
        return (Text("尚未编入评审组", "not assigned to a panel yet"),)
    return tuple(_problems(session, proposal, group))


def _problems(session: Session, proposal: Proposal, group: ReviewGroup) -> Iterator[Text]:
    seats, least = len(group.sitting), seats_needed(group, proposal.call.parameters)
    if seats < least:
        yield Text(
            f"专家组只有 {seats} 人，应为 {least} 人",
            f"the panel has only {seats} experts; it must have {least}",
        )
    if number := len(_conflicted(session, proposal, _readers(session, proposal, group))):
        yield Text(f"{number} 名专家须回避", f"{number} experts must stand aside")


def _readers(session: Session, proposal: Proposal, group: ReviewGroup) -> set[int]:
    """Everybody of the panel, or those to whom the assignment gave this proposal."""
    if group.reviews_each is None:
        return {seat.expert_id for seat in group.sitting}
    query = select(Review.expert_id).where(
        Review.group_id == group.id, Review.proposal_id == proposal.id
    )
    return set(session.scalars(query))


def _conflicted(session: Session, proposal: Proposal, readers: set[int]) -> set[int]:
    recorded = RECORDED.of(session, proposal=proposal.id)
    waived = {(row.expert_id, row.rule) for row in recorded if row.standing == "waived"}
    barred = {row.expert_id for row in recorded if (row.expert_id, row.rule) not in waived}
    return readers & barred
