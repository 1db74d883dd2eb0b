"""Why the online review of a proposal cannot start yet (domain P8)."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Conflict, Proposal, Review, ReviewGroup
from app.services.purposes import seats_needed
from app.services.recusal import waivers
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS


def panel_problems(
    session: Session, proposal: Proposal, group: ReviewGroup | None
) -> tuple[Text, ...]:
    """Phrases; no names of experts, since applicants may see why nothing happens yet."""
    if group is None:
        return (Text("尚未编入评审组", "it is in no review group yet"),)
    seats = group.sitting
    readers = {s.expert_id for s in seats}
    if group.reviews_each is not None:
        readers = set(
            session.scalars(
                select(Review.expert_id).where(
                    Review.group_id == group.id, Review.proposal_id == proposal.id
                )
            )
        )
    waived = waivers(session, list(readers), [proposal.id])
    least = seats_needed(group, DEFAULTS | proposal.call.rules)
    conflicted = {
        row.expert_id
        for row in session.scalars(
            select(Conflict).where(
                Conflict.proposal_id == proposal.id,
                Conflict.expert_id.in_(readers),
                Conflict.standing.in_(("declared", "detected")),
            )
        )
        if row.rule not in waived.get((row.expert_id, row.proposal_id), ())
    }
    problems = []
    if len(seats) < least:
        problems.append(
            Text(
                f"专家组只有 {len(seats)} 人，应为 {least} 人",
                f"the panel has {len(seats)} of {least} experts",
            )
        )
    if conflicted:
        number = len(conflicted)
        problems.append(Text(f"{number} 名专家须回避", f"{number} experts must stand aside"))
    return tuple(problems)
