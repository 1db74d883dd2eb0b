"""Every signed version of a review: the independent score and its revisions, both kept (§3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Review, ReviewGroup, ReviewVersion


@dataclass(frozen=True, slots=True)
class Change:
    """A revision held against what was signed before it; totals in hundredths of a point."""

    review: Review
    before: int | None
    after: int | None
    reason: str
    at: datetime


def keep(session: Session, review: Review, reason: str, now: datetime) -> None:
    """One more version, as it is being signed."""
    number = len(versions_of(session, review)) + 1
    session.add(
        ReviewVersion(
            review_id=review.id,
            number=number,
            scores=dict(review.scores),
            comments=dict(review.comments),
            vetoes=dict(review.vetoes),
            overall=review.overall,
            recommends=review.recommends,
            total=review.total,
            reason=reason,
            signed_at=now,
        )
    )
    session.flush()


VERSIONS = Listed(
    ReviewVersion, ReviewVersion.review_id == bindparam("review"), order=(ReviewVersion.number,)
)


def versions_of(session: Session, review: Review) -> Sequence[ReviewVersion]:
    return VERSIONS.of(session, review=review.id)


def restore(review: Review, version: ReviewVersion) -> None:
    """Back to what was signed."""
    review.scores, review.comments = dict(version.scores), dict(version.comments)
    review.vetoes, review.overall = dict(version.vetoes), version.overall
    review.recommends, review.total = version.recommends, version.total
    review.edition += 1


def changes_in(session: Session, group: ReviewGroup) -> Mapping[int, Sequence[Change]]:
    """By proposal, every revision of this panel in the order it was signed."""
    rows = session.execute(
        select(ReviewVersion, Review)
        .join(Review, Review.id == ReviewVersion.review_id)
        .where(Review.group_id == group.id)
        .order_by(ReviewVersion.review_id, ReviewVersion.number)
    )
    found: dict[int, list[Change]] = {}
    before: ReviewVersion | None = None
    for version, review in rows:
        if before is not None and before.review_id == review.id:
            change = Change(review, before.total, version.total, version.reason, version.signed_at)
            found.setdefault(review.proposal_id, []).append(change)
        before = version
    return {number: sorted(found[number], key=lambda c: c.at) for number in found}
