"""What counts of a review now is what its expert signed last; each signed version bears a seal."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.fault import Fault
from app.models import Review, ReviewVersion
from workflows.engine.text import Text

_FINAL = ("signed", "closed")
"""In these states a review is what its newest version says; in others it may be under revision."""

_SAID = ("scores", "comments", "vetoes", "overall", "recommends", "total")


def faults(session: Session) -> Iterator[Fault | None]:
    """For each review that somebody signed: a fault, or None."""
    versions = select(ReviewVersion).order_by(ReviewVersion.review_id, ReviewVersion.number)
    newest = {version.review_id: version for version in session.scalars(versions)}
    signed = select(Review).where(Review.signed_at.is_not(None), Review.state.in_(_FINAL))
    for review in session.scalars(signed.order_by(Review.id)):
        version = newest.get(review.id)
        is_same = version and all(getattr(review, one) == getattr(version, one) for one in _SAID)
        name = Text(f"评审 {review.id}", f"review {review.id}")
        yield None if is_same else Fault(name, _COUNTS_OTHERWISE)


_COUNTS_OTHERWISE = Text(
    "现行分数或意见不是专家最后签署的",
    "the score or opinion in force is not what the expert last signed",
)
