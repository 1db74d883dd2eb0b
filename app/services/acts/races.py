"""What moves of a race and of its routes do to their rows."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.models import Project, Proposal, Race, Route
from app.services.changes.winning_back import may_be_won_back
from app.services.door.timers import refresh_timers
from app.services.door.wiring import act
from app.services.moves import Move
from app.services.races import (
    entering,
    extending,
    figures,
    money,
    placing,
    sharing,
    supplementing,
)
from app.services.races.finding import race_of_call, team_of
from app.services.races.halting import newest_halt
from app.services.races.planning import terms_digest
from app.services.races.postponing import postpone
from workflows.engine.calendar import local_date


@act
def enter_teams(session: Session, race: Race, move: Move) -> None:
    entering.enter_teams(session, race, move.now)


@act
def agree_to_terms(session: Session, project: Project, _move: Move) -> None:
    """The signature covers the indicators every other team signs too (R3)."""
    team = team_of(session, project.proposal)
    race = race_of_call(session, project.proposal.call)
    if team is not None and race is not None:
        team.agreed = terms_digest(race)


@act
def begin_first_stage(session: Session, race: Race, move: Move) -> None:
    race.stage = 1
    for team in race.teams:
        entry = entering.entry_of(session, team.proposal)
        if entry is not None:
            team.ready_on = local_date(move.now) + timedelta(days=entry.plan_days)


@act
def share_equally(session: Session, race: Race, move: Move) -> None:
    money.set_up_pool(session, race, move)
    amounts = sharing.equal_parts(race).amounts
    for team in race.teams:
        if team.lane in amounts:
            money.order_first(session, team, amounts[team.lane], move)
    race.paid_through = 1


@act
def share_stage_pool(session: Session, race: Race, move: Move) -> None:
    """Every share is ordered on the one decision of the stage; that of a team whose appeal is open
    is ring-fenced."""
    decided = race.current
    assert decided is not None, "a race is shared for after a stage"
    shared = sharing.by_formula(session, race, move.now)
    for team in race.teams:
        amount = shared.amounts.get(team.lane, 0)
        team.share, team.base_share = amount, shared.base.get(team.lane, 0)
        team.wants_extension = False
        if team.state == "elim_pending":
            money.ring_fence(session, team, amount, move)
        elif amount:
            money.order_share(session, team, decided, amount, move)
    race.paid_through = race.stage + 1
    race.stage += 1


@act
def extend_stage(session: Session, race: Race, move: Move) -> None:
    postpone(session, race, _days(move), move.now)
    race.extensions += 1


@act
def drop_asks(_session: Session, race: Race, _move: Move) -> None:
    extending.drop_asks(race)


@act
def extend_all(session: Session, race: Race, move: Move) -> None:
    postpone(session, race, _days(move), move.now)
    race.long_extensions += 1


@act
def extend_final(session: Session, race: Race, move: Move) -> None:
    postpone(session, race, _days(move), move.now)
    race.final_extensions += 1


@act
def remember_place(session: Session, race: Race, move: Move) -> None:
    race.back_to = move.history.source
    race.refocus_finding = move.given.get("finding", race.refocus_finding)
    for team in race.teams:
        refresh_timers(session, team, move.now)


@act
def adopt_target(_session: Session, race: Race, _move: Move) -> None:
    """One new version for everybody from now on; what was decided before stays as it was."""
    race.target, race.finish_line = race.new_target, race.new_line
    race.target_version += 1
    race.refocuses += 1
    race.new_target, race.new_line, race.back_to = "", [], None


@act
def drop_target(_session: Session, race: Race, _move: Move) -> None:
    race.new_target, race.new_line, race.back_to = "", [], None


@act
def open_supplementary_entry(session: Session, race: Race, move: Move) -> None:
    supplementing.open_entry(session, race, move.now)


@act
def admit_to_race(session: Session, proposal: Proposal, move: Move) -> None:
    supplementing.admit(session, proposal, move)


@act
def waive_floor(_session: Session, race: Race, _move: Move) -> None:
    race.floor_waived = True


@act
def count_rescue(session: Session, race: Race, move: Move) -> None:
    race.rescues += 1
    race.back_to = None
    give_notice_again(session, race, move)


@act
def count_halt(session: Session, race: Race, move: Move) -> None:
    """The days it stood still are nobody's: every date moves by them. From a rescue it still goes
    back to where it was."""
    halted_at = newest_halt(session, race).at
    days = (local_date(move.now) - local_date(halted_at)).days
    for team in race.teams:
        if team.claimed_at is not None:
            team.claimed_at += move.now - max(team.claimed_at, halted_at)
        if team.ready_on is not None:
            team.ready_on += timedelta(days=days)
        if team.rectify_until is not None:
            team.rectify_until += timedelta(days=days)
    postpone(session, race, days, move.now)
    race.halts += 1
    race.back_to = race.back_to if race.state == "rescue" else None


@act
def give_notice_again(session: Session, race: Race, move: Move) -> None:
    """A stage that goes on after the race stood aside is called with its full notice (R4)."""
    stage = race.current
    if race.state != "running" or stage is None:
        return
    notice = race.call.parameters["race_call_days"]
    earliest = local_date(move.now) + timedelta(days=notice + 1)
    if stage.due_on < earliest:
        postpone(session, race, (earliest - stage.due_on).days, move.now)


@act
def count_claim(_session: Session, race: Race, _move: Move) -> None:
    race.claims += 1


@act
def file_race_report(session: Session, race: Race, move: Move) -> None:
    race.report = move.given["report"]
    figures.record(session, race, move)


@act
def place_teams(session: Session, race: Race, move: Move) -> None:
    placing.place(session, race)
    figures.record(session, race, move)


@act
def share_prize(session: Session, race: Race, move: Move) -> None:
    for team, amount in placing.prizes(race):
        money.order_prize(session, team, amount, move)


@act
def return_pool(session: Session, race: Race, move: Move) -> None:
    money.give_back(session, race, move, may_be_won_back(session, race.call, move.now))


@act
def record_cause(_session: Session, route: Route, move: Move) -> None:
    route.cause = move.given["finding"][:500]


def _days(move: Move) -> int:
    """A guard has seen that it is a number within the rules."""
    return int(move.given["days"])
