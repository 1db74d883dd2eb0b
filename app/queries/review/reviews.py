"""What the page of a review shows and what its guards look at, read together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed, hang, hanging_on
from app.models import Expert, ExpertUnit, Person, Proposal, Review, ReviewGroup
from app.queries.calls.proposals import load_parts
from app.services.experts import parties, profiles
from app.services.proposals.parts import parts
from app.services.review import recusal, versions


def read_parts(session: Session, review: Review) -> None:
    """The short lists of a review, its panel, its expert and its proposal, by one statement."""
    panel, expert, proposal = _panel(), units_of_expert(), parties_of_proposal()
    load_parts(
        session,
        review.proposal,
        *(*panel.values(), *expert.values(), *proposal.values()),
        *(*profiles.ON_RECORD, recusal.WAIVED, versions.VERSIONS),
        review=review.id,
        group=review.group_id,
        expert=review.expert_id,
        experts=(review.expert_id,),
        proposals=(review.proposal_id,),
    )
    hang(session, review.group, panel, group=review.group_id)
    hang(session, review.expert, expert, expert=review.expert_id)
    hang(session, review.proposal, proposal, proposal=review.proposal_id)


@cache
def _panel() -> dict[str, Listed[Any]]:
    return {
        "items": hanging_on(ReviewGroup.items, "group"),
        "seats": hanging_on(ReviewGroup.seats, "group"),
    }


@cache
def units_of_expert() -> dict[str, Listed[Any]]:
    return {"units": hanging_on(Expert.units, "expert", joinedload(ExpertUnit.organisation))}


@cache
def parties_of_proposal() -> dict[str, Listed[Any]]:
    """Units and people of a proposal, now and before, and whom it asked not to be judged by."""
    own = {name: one for name, one in parts().items() if name in ("units", "members")}
    return own | {"avoided": hanging_on(Proposal.avoided, "proposal"), "former": parties.FORMER}


def busiest_reviewers(session: Session, most: int) -> Sequence[Person]:
    """Those with most files to open, from the one who has the most."""
    waiting = (
        select(Expert.person_id, func.count().label("files"))
        .join(Review, Review.expert_id == Expert.id)
        .where(Review.state == "assigned")
        .group_by(Expert.person_id)
        .subquery()
    )
    return session.scalars(
        select(Person)
        .join(waiting, waiting.c.person_id == Person.id)
        .order_by(waiting.c.files.desc(), Person.id)
        .limit(most)
    ).all()
