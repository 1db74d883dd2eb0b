"""What the guards of a proposal look at of the panel that ranks it, and of what came of it."""

from __future__ import annotations

from typing import TypedDict

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from app.asked import once
from app.models import GroupProposal, Proposal, ReviewGroup
from app.services.awarding import ranking
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
    panel_dissolved: bool
    rank: int | None
    planned_awards: int


class ResultPart(TypedDict, total=False):
    merits_award: bool
    lacks_scores: bool


def of_review(session: Session, proposal: Proposal, common: Common) -> ReviewPart:
    """A page asks for whom it waits, too."""
    question = "review", proposal.id
    return once(session, question, lambda: _of_review(session, proposal, common))


def _of_review(session: Session, proposal: Proposal, common: Common) -> ReviewPart:
    group, is_again = session.execute(_RANKED, {"proposal": proposal.id}).one()
    seats = len(group.sitting) if group else 0
    return {
        "panel_problems": panel_problems(session, proposal, group),
        "group_locked": group is not None and group.state == "locked",
        "defence_panel_ready": bool(
            group
            and group.purpose == "defence"
            and seats % 2
            and seats >= common.parameters["defence_panel_size"]
        ),
        "re_reviewed": was_re_reviewed(session, proposal),
        "panel_at_work": bool(is_again),
        "panel_dissolved": _is_without_panel(proposal, group),
        "rank": proposal.rank,
        "planned_awards": proposal.call.planned_awards,
    }


def _is_without_panel(proposal: Proposal, group: ReviewGroup | None) -> bool:
    if proposal.state == "defence":
        return group is None or group.purpose != "defence"
    return proposal.state == "online_review" and group is None


def of_result(session: Session, proposal: Proposal, common: Common) -> ResultPart:
    """Of a re-review alone; what is decided with the list is held against its whole ranking."""
    if proposal.state not in ("scored", "shortlisted") or not was_re_reviewed(session, proposal):
        return {}
    figures = ranking.of_proposal(session, proposal)
    if figures is None:
        return {"lacks_scores": True}
    return {
        "merits_award": ranking.may_be_proposed(proposal.call, figures),
        "lacks_scores": ranking.lacks_scores(figures, common.parameters),
    }


_PANEL = aliased(ReviewGroup)
_NEWEST = (
    select(func.max(ReviewGroup.id))
    .join(GroupProposal, GroupProposal.group_id == ReviewGroup.id)
    .where(GroupProposal.proposal_id == Proposal.id, *RANKS)
    .correlate(Proposal)
    .scalar_subquery()
)
_RANKED = (
    select(_PANEL, is_reviewed_again())
    .select_from(Proposal)
    .outerjoin(_PANEL, _PANEL.id == _NEWEST)
    .where(Proposal.id == bindparam("proposal"))
)
