"""The ranking of a call: what its signed reviews add up to, stored once the panels have locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, Proposal, Review, ReviewGroup
from app.ranking.aggregate import ReviewMarks, Summary, summarise
from app.ranking.order import Ranked, rank, rank_by_expectation, standing
from app.services import calibrating
from app.services.criteria import criteria_of
from workflows.parameters import DEFAULTS

COUNTED = ("signed", "closed")
"""States of a review whose marks count."""


@dataclass(frozen=True, slots=True)
class Figures:
    """One proposal with its reviews of the deciding round, what they add up to, and its place."""

    proposal: Proposal
    reviews: tuple[Review, ...]
    summary: Summary
    ranked: Ranked


def summary_of(call: Call, reviews: Sequence[Review]) -> Summary:
    """What these reviews of one proposal add up to, by the rules of the call."""
    rules = DEFAULTS | call.rules
    return summarise(
        [ReviewMarks(review.id, review.scores, review.recommends) for review in reviews],
        criteria_of(call.criteria),
        drop_extremes_from=rules["drop_extremes_from"],
        outlier_points=rules["outlier_points"],
    )


def of_call(session: Session, call: Call) -> tuple[Figures, ...]:
    """Every reviewed proposal of the call, best first. A later round supersedes an earlier one."""
    deciding = _deciding_reviews(session, call)
    summaries = {number: summary_of(call, found) for number, found in deciding.items()}
    standings = [standing(number, summary) for number, summary in summaries.items()]
    expected = calibrating.expected_ranks(calibrating.ranking_of(session, call))
    by_calibration = bool((DEFAULTS | call.rules)["calibrated_ranking"]) and bool(expected)
    ranked = rank_by_expectation(standings, expected) if by_calibration else rank(standings)
    return tuple(
        Figures(
            deciding[one.standing.proposal][0].proposal,
            tuple(deciding[one.standing.proposal]),
            summaries[one.standing.proposal],
            one,
        )
        for one in ranked
    )


def may_be_proposed(call: Call, figures: Figures) -> bool:
    """At least the threshold of the call, and at least half of the votes (domain §3.3)."""
    score = figures.ranked.standing.score
    threshold = (DEFAULTS | call.rules)["pass_score"] * 100
    return score is not None and score >= threshold and figures.summary.is_supported


def record(session: Session, call: Call) -> None:
    """Store the calibrated ranking, and score (hundredths of a point) and place of every reviewed
    proposal of the call."""
    calibrating.record(session, call, _deciding_reviews(session, call))
    for figures in of_call(session, call):
        figures.proposal.score = figures.ranked.standing.score
        figures.proposal.rank = figures.ranked.place


def _deciding_reviews(session: Session, call: Call) -> dict[int, list[Review]]:
    rows = session.scalars(
        select(Review)
        .join(ReviewGroup)
        .where(
            ReviewGroup.call_id == call.id,
            Review.state.in_(COUNTED),
            Review.struck_at.is_(None),
        )
        .options(
            joinedload(Review.proposal).joinedload(Proposal.lead_unit),
            joinedload(Review.group),
        )
        .order_by(ReviewGroup.round.desc(), Review.proposal_id, Review.id)
    )
    found: dict[int, list[Review]] = {}
    for review in rows:
        same_round = found.setdefault(review.proposal_id, [])
        if not same_round or same_round[0].group.round == review.group.round:
            same_round.append(review)
    return found
