"""What moves of panels and reviews do to their own rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Conflict, GroupProposal, Review, ReviewGroup
from app.models.reviews import UNSIGNED
from app.ranking.aggregate import Summary, in_hundredths
from app.services.awarding import calibrating, ranking
from app.services.door.timers import refresh_timers
from app.services.door.wiring import act
from app.services.experts import credit, inviting
from app.services.moves import Move
from app.services.review import far_off, panels, versions
from app.services.review.blinding import title_for_experts
from app.services.review.recusal import findings, hard
from app.services.telling.messages import tell_expert
from workflows.engine.text import Text


@act
def fix_pool(session: Session, group: ReviewGroup, move: Move) -> None:
    panels.commit_to_pool(session, group, move.now)


@act
def draw_panel(session: Session, group: ReviewGroup, move: Move) -> None:
    panels.seat_panel(session, group)
    inviting.invite_panel(session, group, move)


@act
def assign_reviews(session: Session, group: ReviewGroup, move: Move) -> None:
    """Reviews left from a meeting that was postponed have their time from this one on."""
    calibrating.commit_to_lottery(session, group.call)
    left = select(Review).where(Review.group_id == group.id, Review.state.in_(UNSIGNED))
    for review in session.scalars(left).all():
        refresh_timers(session, review, move.now)
    for review in panels.assign_all(session, group, move.now):
        tell_expert(session, review, "review_assigned", move)


@act
def record_ranking(session: Session, group: ReviewGroup, move: Move) -> None:
    group.opinion = move.given.get("opinion", "")
    ranking.record(session, group.call)
    for item in group.items:
        item.result = _result(item, ranking.summary_of(group.call, _counted(session, item)))


def _counted(session: Session, item: GroupProposal) -> list[Review]:
    rows = select(Review).where(
        Review.group_id == item.group_id,
        Review.proposal_id == item.proposal_id,
        ranking.counted(),
    )
    return list(session.scalars(rows.order_by(Review.id)))


def _result(item: GroupProposal, summary: Summary) -> dict[str, Any]:
    """As it stood at the lock; hundredths of a point."""
    return {
        "valid": summary.valid,
        "dropped": len(summary.dropped),
        "mean": None if summary.mean is None else in_hundredths(summary.mean),
        "votes_for": summary.votes_for,
        "votes": summary.votes,
        "score": item.proposal.score,
        "rank": item.proposal.rank,
    }


@act
def record_no_conflict(session: Session, review: Review, move: Move) -> None:
    review.opened_at = review.last_seen_at = move.now
    _record(session, review, "none_declared", "", move)


@act
def record_conflict(session: Session, review: Review, move: Move) -> None:
    _record(session, review, "declared", move.given["reason"], move)


@act
def call_substitute(session: Session, review: Review, move: Move) -> None:
    """Not for a defence: who leaves one item of a meeting is missed there, on record."""
    if review.group.purpose != "defence":
        substitute = panels.call_substitute(session, review, move.now)
        if substitute is not None:
            tell_expert(session, substitute, "review_assigned", move)
        elif review.group.state != "locked":
            inviting.tell_nobody_left(session, review.group, move)
    inviting.pass_the_chair_to_a_reader(session, review.group)


@act
def record_late(session: Session, review: Review, move: Move) -> None:
    title = title_for_experts(review.proposal)
    why = Text(f"《{title}》逾期未评", f"“{title}” was not reviewed in time")
    credit.record(session, review.expert, "late", why.zh, None, move.now, review.group.call)


@act
def record_withdrawal(session: Session, review: Review, move: Move) -> None:
    """Only of one who had signed the pledge: to decline a file unopened costs nothing."""
    if move.history.source == "reading":
        title, reason = title_for_experts(review.proposal), move.given["reason"]
        why = Text(
            f"签署承诺后退出《{title}》评审：{reason}",
            f"Withdrew from reviewing “{title}” after signing the pledge: {reason}",
        )
        credit.record(session, review.expert, "withdrew", why.zh, None, move.now, review.group.call)


@act
def record_undeclared(session: Session, review: Review, move: Move) -> None:
    found = hard(findings(session, review.expert, review.proposal, move.now, review.group))
    credit.record_undeclared(session, review, found, move.now)


@act
def sign_review(session: Session, review: Review, move: Move) -> None:
    review.signed_at = move.now
    versions.keep(session, review, move.given.get("reason", ""), move.now)


@act
def find_outliers(session: Session, review: Review, move: Move) -> None:
    """Whose score turns out to be far from the others' is asked why, for the panel cannot lock
    before that is said (§3.3)."""
    for one in far_off.mark(session, review.group, review.proposal_id):
        tell_expert(session, one, "deviation_to_explain", move)


@act
def restore_signed(session: Session, review: Review, _move: Move) -> None:
    versions.restore(review, versions.versions_of(session, review)[-1])


@act
def record_deviation(_session: Session, review: Review, move: Move) -> None:
    review.deviation_reason = move.given["reason"]


def _record(session: Session, review: Review, standing: str, evidence: str, move: Move) -> None:
    row = session.scalars(
        select(Conflict).where(
            Conflict.expert_id == review.expert_id,
            Conflict.proposal_id == review.proposal_id,
            Conflict.standing == standing,
        )
    ).first() or Conflict(
        expert_id=review.expert_id, proposal_id=review.proposal_id, standing=standing
    )
    row.evidence, row.recorded_by_id, row.recorded_at = evidence, move.actor_id, move.now
    session.add(row)
