"""What the guards of a proposal look at of the panel that ranks it."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session, aliased

from app.asked import once
from app.models import GroupProposal, Proposal, Review, ReviewGroup
from app.services.awarding.ranking import counted
from app.services.facts import Common
from app.services.review.further_panels import is_reviewed_again, was_re_reviewed
from app.services.review.panel_problems import panel_problems
from app.services.review.purposes import RANKS
from workflows.facts import Names


class ReviewPart(TypedDict):
    panel_problems: Names
    group_locked: bool
    defence_panel_ready: bool
    re_reviewed: bool
    panel_at_work: bool
    score: int | None
    rank: int | None
    planned_awards: int
    voted_for: bool


def of_review(session: Session, proposal: Proposal, common: Common) -> ReviewPart:
    """A page asks for whom it waits, too."""
    question = "review", proposal.id
    return once(session, question, lambda: _of_review(session, proposal, common))


def _of_review(session: Session, proposal: Proposal, common: Common) -> ReviewPart:
    group, is_again, in_favour = session.execute(_RANKED, {"proposal": proposal.id}).one()
    seats = len(group.sitting) if group else 0
    locked = group is not None and group.state == "locked"
    return {
        "panel_problems": panel_problems(session, proposal, group),
        "group_locked": locked,
        "defence_panel_ready": bool(
            group
            and group.purpose == "defence"
            and seats % 2
            and seats >= common.parameters["defence_panel_size"]
        ),
        "re_reviewed": was_re_reviewed(session, proposal),
        "panel_at_work": bool(is_again),
        "score": proposal.score,
        "rank": proposal.rank,
        "planned_awards": proposal.call.planned_awards,
        "voted_for": locked and in_favour is not None and in_favour >= _HALF,
    }


_PANEL = aliased(ReviewGroup)
_NEWEST = (
    select(func.max(ReviewGroup.id))
    .join(GroupProposal, GroupProposal.group_id == ReviewGroup.id)
    .where(GroupProposal.proposal_id == Proposal.id, *RANKS)
    .correlate(Proposal)
    .scalar_subquery()
)
_HALF = 0.5
_IN_FAVOUR = (
    select(func.avg(case((Review.recommends.is_(True), 1.0), else_=0.0)))
    .where(Review.group_id == _PANEL.id, Review.proposal_id == Proposal.id, counted())
    .correlate(_PANEL, Proposal)
    .scalar_subquery()
)
"""The share of the panel's votes that are for funding; nothing where there are none."""
_RANKED = (
    select(_PANEL, is_reviewed_again(), _IN_FAVOUR)
    .select_from(Proposal)
    .outerjoin(_PANEL, _PANEL.id == _NEWEST)
    .where(Proposal.id == bindparam("proposal"))
)
