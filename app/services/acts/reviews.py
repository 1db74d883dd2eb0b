"""What moves of panels and reviews do to their own rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Conflict, Review, ReviewGroup
from app.services import calibrating, credit, inviting, panels, ranking
from app.services.messages import tell_assigned
from app.services.moves import Move
from workflows.engine.text import Text


def fix_pool(session: Session, group: ReviewGroup, move: Move) -> None:
    panels.commit_to_pool(session, group, move.now)


def draw_panel(session: Session, group: ReviewGroup, move: Move) -> None:
    panels.seat_panel(session, group)
    inviting.invite_panel(session, group, move)


def assign_reviews(session: Session, group: ReviewGroup, move: Move) -> None:
    calibrating.commit_to_lottery(session, group.call)
    for review in panels.assign_all(session, group, move.now):
        tell_assigned(session, review, move)


def record_ranking(session: Session, group: ReviewGroup, move: Move) -> None:
    group.opinion = move.given.get("opinion", "")
    ranking.record(session, group.call)


def record_no_conflict(session: Session, review: Review, move: Move) -> None:
    review.opened_at = move.now
    _record(session, review, "none_declared", "", move)


def record_conflict(session: Session, review: Review, move: Move) -> None:
    _record(session, review, "declared", move.given["reason"], move)


def call_substitute(session: Session, review: Review, move: Move) -> None:
    substitute = panels.call_substitute(session, review, move.now)
    if substitute is not None:
        tell_assigned(session, substitute, move)


def record_late(session: Session, review: Review, move: Move) -> None:
    title = review.proposal.title
    why = Text(f"《{title}》逾期未评", f"“{title}” was not reviewed in time")
    credit.record(session, review.expert, "late", why.zh, None, move.now)


def sign_review(_session: Session, review: Review, move: Move) -> None:
    review.signed_at = move.now


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


ACTS: dict[str, Any] = {
    "fix_pool": fix_pool,
    "draw_panel": draw_panel,
    "assign_reviews": assign_reviews,
    "record_ranking": record_ranking,
    "record_no_conflict": record_no_conflict,
    "record_conflict": record_conflict,
    "call_substitute": call_substitute,
    "record_late": record_late,
    "sign_review": sign_review,
    "record_deviation": record_deviation,
}
