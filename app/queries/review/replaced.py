"""Who left a file of a panel, and who reads it instead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Expert, History, Person, Proposal, Review, ReviewGroup
from app.services.review.panels import IN_PLACE_OF

LEFT = ("recused", "declined", "replaced", "void")


@dataclass(frozen=True, slots=True)
class Replaced:
    """`state` says how the expert left the file; `by` is None where nobody took it over, or where
    it was taken over before that was written down."""

    proposal: str
    expert: str
    state: str
    at: datetime
    by: str | None


def replaced_in(session: Session, group: ReviewGroup) -> list[Replaced]:
    """In the order of the assignments."""
    rows = session.execute(
        select(Review.id, Review.state, Review.state_entered_at, Person.name, Proposal.title)
        .join(Expert, Expert.id == Review.expert_id)
        .join(Person, Person.id == Expert.person_id)
        .join(Proposal, Proposal.id == Review.proposal_id)
        .where(Review.group_id == group.id)
        .order_by(Review.id)
    ).all()
    begun = session.execute(
        select(History.case_id, History.given).where(
            History.case_kind == Review.kind,
            History.case_id.in_([row.id for row in rows]),
            History.transition == "draft",
        )
    )
    name_of = {row.id: row.name for row in rows}
    takes_over = {
        int(given[IN_PLACE_OF]): name_of[number] for number, given in begun if IN_PLACE_OF in given
    }
    return [
        Replaced(row.title, row.name, row.state, row.state_entered_at, takes_over.get(row.id))
        for row in rows
        if row.state in LEFT
    ]
