"""A supplementary entry: in a rescue new teams may enter, by the same form and checks, in their own
window; who is admitted stands in reserve, and joins like any reserve (R17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from string import ascii_uppercase

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Decision, DecisionItem, Proposal, Race, RaceEntry
from app.services.calendars import working_calendar
from app.services.door.timers import refresh_timers
from app.services.moves import Move
from app.services.races.elsewhere import races_elsewhere
from app.services.races.entering import connected, enter, entry_of
from app.services.races.finding import IN_RACE, race_of_call
from app.services.races.sharing import newcomer_part
from app.services.races.snapshot import snapshot
from workflows.engine.calendar import local_date
from workflows.engine.money import amount_text
from workflows.engine.text import Text


def open_entry(session: Session, race: Race, now: datetime) -> None:
    """From now to the end of the last day."""
    days = race.call.parameters["race_supplementary_days"]
    race.entry_tried = True
    race.entry_until = working_calendar(session).end_of_term(local_date(now), days)


def is_open(race: Race | None, now: datetime) -> bool:
    return race is not None and race.entry_until is not None and now < race.entry_until


def is_open_for(session: Session, call: Call, now: datetime) -> bool:
    """Whether somebody may start a proposal in this call though the call itself has closed."""
    return is_open(race_of_call(session, call), now)


def mark(session: Session, proposal: Proposal, now: datetime) -> None:
    """The proposal was started in the supplementary window; its deadlines are its own."""
    session.add(RaceEntry(proposal_id=proposal.id, supplementary=True))
    session.flush()
    refresh_timers(session, proposal, now)


def entered_late(session: Session, proposal: Proposal) -> bool:
    """Whether it was started in a supplementary window."""
    entry = entry_of(session, proposal)
    return entry is not None and entry.supplementary


def window_end(session: Session, proposal: Proposal) -> datetime | None:
    """The end of the supplementary window the proposal was started in; None for any other."""
    late = entered_late(session, proposal)
    race = race_of_call(session, proposal.call) if late else None
    return race.entry_until if race else None


def admission_problems(session: Session, proposal: Proposal, now: datetime) -> tuple[Text, ...]:
    """Why the proposal cannot be admitted to its race now."""
    race = race_of_call(session, proposal.call)
    if race is None or not entered_late(session, proposal):
        return (Text("不是补充征集的报名", "not a supplementary entry"),)
    return tuple(_against_admission(session, race, proposal, now))


def _against_admission(
    session: Session, race: Race, proposal: Proposal, now: datetime
) -> Iterator[Text]:
    if race.state != "rescue":
        yield Text("赛题不在保底救援", "the race is not in rescue")
    elif not newcomer_part(state := snapshot(session, race, now)):
        yield _NOTHING_LEFT.format(
            free=amount_text(state.free),
            ahead=amount_text(state.planned_ahead),
            prize=amount_text(state.prize),
        )
    for team in race.teams:
        if team.state in ("entered", "reserve", *IN_RACE):
            yield from connected(session, proposal, team.proposal)
    yield from races_elsewhere(session, proposal)


def admit(session: Session, proposal: Proposal, move: Move) -> None:
    """It gets the next lane and a reserve's place in the decision of its call, with an equal part
    of the running stage as far as the pool goes."""
    race = race_of_call(session, proposal.call)
    assert race is not None, "a guard has looked at it"
    part = newcomer_part(snapshot(session, race, move.now))
    decision = session.scalars(select(Decision).where(Decision.call_id == race.call_id)).one()
    decision.items.append(DecisionItem(proposal_id=proposal.id, outcome="reserve", amount=part))
    session.flush()
    enter(session, race, proposal, ascii_uppercase[len(race.teams)], move.now)
    session.expire(race)


_NOTHING_LEFT = Text(
    "赛事经费没有余量：未分配（含奖励）{free}，后续节点须留 {ahead}、冲线奖励须留 {prize}",
    "the race funds have no slack: {free} is unallocated (including the prize), {ahead}"
    " must be kept for later stages and {prize} for the prize",
)
