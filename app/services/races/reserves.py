"""Which reserves a meeting could call: nobody of them is barred for as long as they may be called,
the leader is within the limit on running projects (domain §3.5) and races nowhere else, and the
pool of a running race bears the award (R17, I4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from app.models import Call, DecisionItem, Proposal, Race
from app.queries.calls.notices import is_promoted_untold
from app.services.eligibility.integrity import with_findings
from app.services.eligibility.running import award_findings
from app.services.races.elsewhere import leaders_racing_elsewhere
from app.services.races.finding import race_of_call
from app.services.races.snapshot import snapshot
from workflows.engine.calendar import last_day, local_date
from workflows.engine.text import Text
from workflows.race.course.needs import over_slack


def pool_problems(session: Session, proposal: Proposal, now: datetime) -> tuple[Text, ...]:
    """Why a running race cannot pay what was decided for this reserve, with the arithmetic."""
    return _pool_problems(session, proposal.call, [proposal], now).get(proposal.id, ())


def not_to_be_called(session: Session, call: Call, now: datetime) -> list[int]:
    """Ids of the reserves of this call that no meeting could promote, today or once a bar has ended
    that ends in time."""
    held = select(Proposal).where(Proposal.call_id == call.id, Proposal.state == "reserve")
    reserves = session.scalars(held.where(not_(is_promoted_untold()))).all()
    free = _free(session, call, reserves, now)
    short = _pool_problems(session, call, free, now)
    return [one.id for one in reserves if one not in free or short.get(one.id)]


def least_award(session: Session, race: Race, now: datetime) -> int | None:
    """分 of the cheapest reserve that can be called; None without one."""
    waiting = [team.proposal for team in race.teams if team.state == "reserve"]
    free = _free(session, race.call, waiting, now)
    return min(_awards(session, free).values(), default=None)


def _free(
    session: Session, call: Call, reserves: Sequence[Proposal], now: datetime
) -> list[Proposal]:
    """Those against whom nothing stands. As many statements for many as for one."""
    if not reserves:
        return []
    too_many = award_findings(session, reserves, call.parameters)
    race = race_of_call(session, call)
    racing = leaders_racing_elsewhere(session, reserves) if race else ()
    rescued = race if race is not None and race.state == "rescue" else None
    until = {one.id: _last_day(rescued or one, now) for one in reserves}
    barred = with_findings(session, reserves, local_date(now), until)
    return [
        one
        for one in reserves
        if not too_many[one.id] and one.pi_id not in racing and one.id not in barred
    ]


def _last_day(case: Race | Proposal, now: datetime) -> date:
    """By which a rescue is to be chosen, or a reserve lapses; an overdue rescue waits for nothing
    more."""
    today = local_date(now)
    return max(today, last_day(case.due_at)) if case.due_at else today


def _pool_problems(
    session: Session, call: Call, reserves: Sequence[Proposal], now: datetime
) -> dict[int, tuple[Text, ...]]:
    race = race_of_call(session, call)
    if race is None or race.state != "rescue" or not reserves:
        return {}
    state = snapshot(session, race, now)
    awards = _awards(session, reserves)
    return {number: tuple(over_slack(state, amount)) for number, amount in awards.items()}


def _awards(session: Session, reserves: Sequence[Proposal]) -> dict[int, int]:
    ids = [one.id for one in reserves]
    query = select(DecisionItem.proposal_id, DecisionItem.amount)
    rows = session.execute(query.where(DecisionItem.proposal_id.in_(ids)))
    return {row.proposal_id: row.amount for row in rows}
