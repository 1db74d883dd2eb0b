"""What the guards of a panel and of a single review look at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Review, ReviewGroup
from app.services import voting
from app.services.assigning import assignment_problems
from app.services.blinding import title_for_experts, told_of_conflicts
from app.services.eligibility import barred_person
from app.services.facts import Common
from app.services.inviting import open_invitations
from app.services.meetings import meeting_of
from app.services.panels import draw_problems
from app.services.purposes import seats_needed, valid_needed
from app.services.ranking import summary_of, ties_within
from app.services.recusal import findings, hard
from app.services.sweeping import conflicted, signed_of
from app.services.vetoes import VETO_LABELS
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts

_SCORING = ("reviewing", "discussing")


def build_group(session: Session, group: ReviewGroup, common: Common) -> ReviewGroupFacts:
    unsigned = session.scalar(
        select(func.count(Review.id)).where(
            Review.group_id == group.id, Review.state.in_(("assigned", "reading", "revising"))
        )
    )
    too_few, outliers = _of_reviews(session, group, common)
    waiting = len(open_invitations(session, group)) if group.state == "drawn" else 0
    forming = group.state == "forming" and bool(group.draw)
    return ReviewGroupFacts(
        **common.as_dict(),
        purpose=group.purpose,
        seats_needed=seats_needed(group, common.parameters),
        unknown_seat=_unknown_seat(group, common.given.get("seat", "").strip()),
        proposals=len(group.items),
        draw_problems=draw_problems(session, group, common.now) if forming else (),
        seats=len(group.sitting),
        open_invitations=(Text(f"{waiting} 人", f"{waiting} of them"),) if waiting else (),
        assignment_problems=assignment_problems(session, group) if group.state == "drawn" else (),
        conflicted_reviews=_conflicted(session, group, common),
        has_chair=group.chair_id is not None,
        unsigned_reviews=(Text(f"{unsigned} 份", f"{unsigned} reviews"),) if unsigned else (),
        too_few_reviews=too_few,
        unexplained_outliers=outliers,
        opinions_missing=_without_opinion(group),
        **_of_meeting(session, group),
        **_of_votes(session, group),
    )


def _of_votes(session: Session, group: ReviewGroup) -> dict[str, Any]:
    if group.state != "discussing":
        return {}
    return {
        "has_ties": bool(ties_within(session, group)),
        "votes_open": len(voting.open_votes(session, group)),
        "short_of_ballots": voting.short_of_ballots(session, group),
    }


def _conflicted(session: Session, group: ReviewGroup, common: Common) -> tuple[Text, ...]:
    """How many signed scores stand although a conflict is known by now."""
    if group.state not in _SCORING:
        return ()
    number = len(conflicted(session, signed_of(session, group), common.now))
    return (Text(f"{number} 份", f"{number} scores"),) if number else ()


def _unknown_seat(group: ReviewGroup, typed: str) -> tuple[str, ...]:
    return (typed,) if typed and typed not in {str(s.seat) for s in group.sitting} else ()


def _without_opinion(group: ReviewGroup) -> tuple[str, ...]:
    """A panel that met, or talked, says in its own words what it thinks (P11)."""
    if group.purpose != "defence" and group.state != "discussing":
        return ()
    return tuple(
        title_for_experts(item.proposal) for item in group.on_the_table if not item.opinion.strip()
    )


def _of_meeting(session: Session, group: ReviewGroup) -> dict[str, Any]:
    if group.purpose != "defence":
        return {}
    meeting = meeting_of(session, group)
    planned = {slot.proposal_id for slot in meeting.slots} if meeting else set()
    return {
        "unplanned": tuple(
            title_for_experts(item.proposal)
            for item in group.on_the_table
            if item.proposal_id not in planned
        ),
        "meeting_at": meeting.starts_at if meeting else None,
        "meeting_called": bool(meeting and meeting.called_at),
    }


def _of_reviews(
    session: Session, group: ReviewGroup, common: Common
) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Titles with too few valid scores, and titles with an unexplained outlier."""
    if group.state not in _SCORING:
        return (), ()
    signed = session.scalars(
        select(Review).where(Review.group_id == group.id, Review.state == "signed")
    ).all()
    too_few, unexplained = [], []
    for item in group.on_the_table:
        reviews = [r for r in signed if r.proposal_id == item.proposal_id]
        if len(reviews) < valid_needed(group, common.parameters):
            title = title_for_experts(item.proposal)
            too_few.append(Text(f"{title}（{len(reviews)} 份）", f"{title} ({len(reviews)})"))
        by_id = {r.id: r for r in reviews}
        summary = summary_of(group.call, reviews)
        if any(not by_id[o.reviewer].deviation_reason for o in summary.outliers):
            unexplained.append(title_for_experts(item.proposal))
    return tuple(too_few), tuple(unexplained)


def build(session: Session, review: Review, common: Common) -> ReviewFacts:
    criteria = review.group.criteria
    found = findings(session, review.expert, review.proposal, common.now, review.group)
    return ReviewFacts(
        **common.as_dict(),
        group_state=review.group.state,
        conflicts_detected=told_of_conflicts(review.group.call, hard(found)),
        barred=barred_person(session, review.expert.person_id, local_date(common.now)),
        still_needed=_still_needed(review),
        unscored=tuple(
            Text(c["zh"], c["en"] or c["zh"]) for c in criteria if c["key"] not in review.scores
        ),
        uncommented=(
            *(
                Text(c["zh"], c["en"] or c["zh"])
                for c in criteria
                if not str(review.comments.get(c["key"], "")).strip()
            ),
            *(VETO_LABELS[key] for key, reason in review.vetoes.items() if not reason),
        ),
        overall_written=bool(review.overall.strip()),
        voted=review.recommends is not None,
        panel_votes=review.state == "signed" and bool(voting.open_votes(session, review.group)),
    )


def _still_needed(review: Review) -> bool:
    group = review.group
    if all(item.proposal_id != review.proposal_id for item in group.on_the_table):
        return False
    left = {seat.expert_id for seat in group.seats if seat.left_reason is not None}
    return review.expert_id not in left
