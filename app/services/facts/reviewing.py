"""When the review began whose whole length is limited (C10), of a call or of an item of a list; and
which scores it still lacks."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.models import Proposal, Review, ReviewGroup
from app.models.reviews import UNSIGNED
from app.services.facts import Common
from workflows.engine.text import Text
from workflows.facts import Names

_WITHIN = frozenset({"selection", "item", "defence", "second"})
"""Purposes of the panels of that review; a re-review and a checkpoint have a term of their own."""


class ReviewTermPart(TypedDict):
    review_began_at: datetime | None


def of_proposal(_session: Session, proposal: Proposal, _common: Common) -> ReviewTermPart:
    case, state = (proposal.item, "vetted") if proposal.item else (proposal.call, "review")
    return {"review_began_at": case.state_entered_at if case.state == state else None}


def of_group(session: Session, group: ReviewGroup, common: Common) -> ReviewTermPart:
    if group.purpose not in _WITHIN or not group.items:
        return {"review_began_at": None}
    return of_proposal(session, group.items[0].proposal, common)


def of_review(session: Session, review: Review, common: Common) -> ReviewTermPart:
    return of_group(session, review.group, common)


def unsigned_reviews(session: Session, those: ColumnElement[bool]) -> Names:
    """How many of those reviews nobody has signed yet."""
    count = session.scalar(select(func.count(Review.id)).where(those, Review.state.in_(UNSIGNED)))
    return (Text(f"{count} 份", f"{count}"),) if count else ()
