"""What the guards of a panel and of a single review look at."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Review, ReviewGroup
from app.services.assigning import assignment_problems
from app.services.facts import Common
from app.services.inviting import open_invitations
from app.services.panels import draw_problems
from app.services.ranking import summary_of
from app.services.recusal import findings, hard
from app.services.sweeping import conflicted, signed_of
from workflows.engine.text import Text
from workflows.facts import ReviewFacts, ReviewGroupFacts


def build_group(session: Session, group: ReviewGroup, common: Common) -> ReviewGroupFacts:
    members = [s for s in group.seats if not s.is_substitute and s.left_reason is None]
    unsigned = session.scalar(
        select(func.count(Review.id)).where(
            Review.group_id == group.id, Review.state.in_(("assigned", "reading"))
        )
    )
    too_few, outliers = _of_reviews(session, group, common)
    waiting = len(open_invitations(session, group)) if group.state == "drawn" else 0
    forming = group.state == "forming" and bool(group.draw)
    return ReviewGroupFacts(
        **common.as_dict(),
        proposals=len(group.items),
        draw_problems=draw_problems(session, group, common.now) if forming else (),
        seats=len(members),
        seats_wanted=group.seats_wanted or 0,
        open_invitations=(Text(f"{waiting} 人", f"{waiting} of them"),) if waiting else (),
        assignment_problems=assignment_problems(session, group) if group.state == "drawn" else (),
        conflicted_reviews=_conflicted(session, group, common),
        has_chair=group.chair_id is not None,
        unsigned_reviews=(Text(f"{unsigned} 份", f"{unsigned} reviews"),) if unsigned else (),
        too_few_reviews=too_few,
        unexplained_outliers=outliers,
    )


def _conflicted(session: Session, group: ReviewGroup, common: Common) -> tuple[Text, ...]:
    """How many signed scores stand although a conflict is known by now."""
    if group.state != "reviewing":
        return ()
    number = len(conflicted(session, signed_of(session, group), common.now))
    return (Text(f"{number} 份", f"{number} scores"),) if number else ()


def _of_reviews(
    session: Session, group: ReviewGroup, common: Common
) -> tuple[tuple[Text, ...], tuple[str, ...]]:
    """Titles with too few valid scores, and titles with an unexplained outlier."""
    if group.state != "reviewing":
        return (), ()
    signed = session.scalars(
        select(Review).where(Review.group_id == group.id, Review.state == "signed")
    ).all()
    too_few, unexplained = [], []
    for item in group.items:
        reviews = [r for r in signed if r.proposal_id == item.proposal_id]
        if len(reviews) < common.parameters["min_valid_reviews"]:
            title = item.proposal.title
            too_few.append(Text(f"{title}（{len(reviews)} 份）", f"{title} ({len(reviews)})"))
        by_id = {r.id: r for r in reviews}
        summary = summary_of(group.call, reviews)
        if any(not by_id[o.reviewer].deviation_reason for o in summary.outliers):
            unexplained.append(item.proposal.title)
    return tuple(too_few), tuple(unexplained)


def build(session: Session, review: Review, common: Common) -> ReviewFacts:
    criteria = review.group.criteria
    found = findings(session, review.expert, review.proposal, common.now, review.group)
    return ReviewFacts(
        **common.as_dict(),
        group_state=review.group.state,
        conflicts_detected=tuple(f.evidence for f in hard(found)),
        unscored=tuple(
            Text(c["zh"], c["en"] or c["zh"]) for c in criteria if c["key"] not in review.scores
        ),
        uncommented=tuple(
            Text(c["zh"], c["en"] or c["zh"])
            for c in criteria
            if not str(review.comments.get(c["key"], "")).strip()
        ),
        overall_written=bool(review.overall.strip()),
        voted=review.recommends is not None,
    )
