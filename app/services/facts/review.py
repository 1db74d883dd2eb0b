"""What the guards of a panel and of a single review look at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Review, ReviewGroup
from app.services.blinding import title_for_experts, told_of_conflicts
from app.services.eligibility import barred_person
from app.services.facts import Common
from app.services.meetings import meeting_of
from app.services.panels import GONE, draw_problems
from app.services.pool import findings
from app.services.purposes import seats_needed, valid_needed
from app.services.ranking import summary_of
from app.services.vetoes import VETO_LABELS
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts


def build_group(session: Session, group: ReviewGroup, common: Common) -> ReviewGroupFacts:
    members = [s for s in group.seats if not s.is_substitute and s.left_reason is None]
    unsigned = session.scalar(
        select(func.count(Review.id)).where(
            Review.group_id == group.id, Review.state.in_(("assigned", "reading", "revising"))
        )
    )
    too_few, outliers = _of_reviews(session, group, common)
    forming = group.state == "forming" and bool(group.draw)
    return ReviewGroupFacts(
        **common.as_dict(),
        purpose=group.purpose,
        seats_needed=seats_needed(group, common.parameters),
        seat_numbers=tuple(str(s.seat) for s in members),
        proposals=len(group.items),
        draw_problems=draw_problems(session, group, common.now) if forming else (),
        seats=len(members),
        has_chair=group.chair_id is not None,
        unsigned_reviews=(Text(f"{unsigned} 份", f"{unsigned} reviews"),) if unsigned else (),
        too_few_reviews=too_few,
        unexplained_outliers=outliers,
        opinions_missing=_without_opinion(group),
        **_of_meeting(session, group),
    )


def _without_opinion(group: ReviewGroup) -> tuple[str, ...]:
    """A panel that met, or talked, says in its own words what it thinks (P11)."""
    if group.purpose != "defence" and group.state != "discussing":
        return ()
    return tuple(
        title_for_experts(item.proposal)
        for item in group.items
        if item.proposal.state not in GONE and not item.opinion.strip()
    )


def _of_meeting(session: Session, group: ReviewGroup) -> dict[str, Any]:
    if group.purpose != "defence":
        return {}
    meeting = meeting_of(session, group)
    planned = {slot.proposal_id for slot in meeting.slots} if meeting else set()
    return {
        "unplanned": tuple(
            title_for_experts(item.proposal)
            for item in group.items
            if item.proposal.state not in GONE and item.proposal_id not in planned
        ),
        "meeting_at": meeting.starts_at if meeting else None,
        "meeting_called": bool(meeting and meeting.called_at),
    }


def _of_reviews(
    session: Session, group: ReviewGroup, common: Common
) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Titles with too few valid scores, and titles with an unexplained outlier."""
    if group.state not in ("reviewing", "discussing"):
        return (), ()
    signed = session.scalars(
        select(Review).where(Review.group_id == group.id, Review.state == "signed")
    ).all()
    too_few, unexplained = [], []
    for item in group.items:
        if item.proposal.state in GONE:
            continue
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
    found = findings(session, review.expert, review.proposal, common.now)
    return ReviewFacts(
        **common.as_dict(),
        group_state=review.group.state,
        conflicts_detected=told_of_conflicts(review, found),
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
    )


def _still_needed(review: Review) -> bool:
    if review.proposal.state in GONE:
        return False
    seats = [seat for seat in review.group.seats if seat.expert_id == review.expert_id]
    return all(seat.left_reason is None for seat in seats)
