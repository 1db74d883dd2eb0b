"""How long an expert was seen at work on a review, and which reviews were too fast (§3.1).

The open page reports in every minute while it is visible, and each save counts as a sign of life.
A longer gap is time away and counts as no more than `GAP_MOST`: what is stored is a lower bound of
the time spent, and pages call it that.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from app.models import Review

GAP_MOST = timedelta(minutes=5)


def seen(review: Review, now: datetime) -> None:
    """A sign of life of the expert on this review."""
    if review.last_seen_at is not None and now > review.last_seen_at:
        gap = min(now - review.last_seen_at, GAP_MOST)
        review.seconds_active += round(gap.total_seconds())
    review.last_seen_at = now


def is_fast(review: Review) -> bool:
    """Signed in less time than the call thinks a review takes."""
    least = review.group.call.parameters["fast_review_minutes"]
    return review.signed_at is not None and review.seconds_active < least * 60
