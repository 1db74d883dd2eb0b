"""Which reserves of a race can be called: its pool must bear the award in a rescue (R17, I4), and
the leader races nowhere else."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from app.models import Call, DecisionItem, Proposal, Race
from app.queries.calls.notices import is_promoted_untold
from app.services.races.elsewhere import races_elsewhere
from app.services.races.finding import MECHANISM, race_of_call
from app.services.races.snapshot import snapshot
from workflows.engine.text import Text
from workflows.race.course.needs import over_slack


def pool_problems(session: Session, proposal: Proposal, now: datetime) -> tuple[Text, ...]:
    """Why a running race cannot pay what was decided for this reserve, with the arithmetic."""
    race = race_of_call(session, proposal.call)
    if race is None or race.state != "rescue":
        return ()
    state = snapshot(session, race, now)
    return tuple(
        text for amount in _awards(session, [proposal.id]) for text in over_slack(state, amount)
    )


def not_to_be_called(session: Session, call: Call, now: datetime) -> list[int]:
    """Ids of the reserves of its race that no meeting could promote; none outside of races."""
    if call.mechanism_key != MECHANISM:
        return []
    held = select(Proposal).where(Proposal.call_id == call.id, Proposal.state == "reserve")
    held = held.where(not_(is_promoted_untold()))
    return [
        one.id
        for one in session.scalars(held)
        if any(races_elsewhere(session, one)) or pool_problems(session, one, now)
    ]


def least_award(session: Session, race: Race) -> int | None:
    """分 of the cheapest reserve that can be called; None without one."""
    waiting = [team.proposal for team in race.teams if team.state == "reserve"]
    free = [one.id for one in waiting if not any(races_elsewhere(session, one))]
    return min(_awards(session, free), default=None)


def _awards(session: Session, proposals: list[int]) -> list[int]:
    query = select(DecisionItem.amount).where(DecisionItem.proposal_id.in_(proposals))
    return list(session.scalars(query).all())
