"""What the moves of a secret vote do."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import ReviewGroup
from app.services import history
from app.services.awarding import ranking
from app.services.door.wiring import act
from app.services.moves import Move
from app.services.review import voting
from workflows.roles import Role


@act
def open_vote(session: Session, group: ReviewGroup, move: Move) -> None:
    voting.open_between(session, group, ranking.ties_within(session, group), move.now)


@act
def count_vote(session: Session, group: ReviewGroup, move: Move) -> None:
    """The sums enter the chained history, so that nobody can put others in their place."""
    for vote in voting.count(session, group, move.now):
        history.append(
            session,
            group,
            "tally",
            source=group.state,
            target=group.state,
            actor_id=None,
            role=Role.SYSTEM_CLOCK,
            now=move.now,
            given={f"proposal-{c.proposal_id}": str(c.votes) for c in vote.candidates},
        )


@act
def void_vote(session: Session, group: ReviewGroup, move: Move) -> None:
    voting.void(session, group, move.now)


@act
def cancel_vote(session: Session, group: ReviewGroup, move: Move) -> None:
    voting.cancel(session, group, move.now)
