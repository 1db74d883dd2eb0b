"""What the guards of a race and its routes look at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy.orm import Session

from app.asked import only_reads
from app.models import Race, Route
from app.services.facts import Common
from app.services.facts.late_money import appeal_terms, project_appeals
from app.services.facts.lazily import lazily, of_row
from app.services.facts.urgent import of_urgent, stands_until
from app.services.races import (
    claims,
    entering,
    extending,
    placing,
    planning,
    refocusing,
    reserves,
    sharing,
    supplementing,
)
from app.services.races.books import held
from app.services.races.snapshot import snapshot
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.facts import Names, RaceFacts
from workflows.race.by_rule import all_below
from workflows.race.course.rescue import untried
from workflows.race.keeping import lacks
from workflows.race.means import can_finish
from workflows.race.state import RaceState

_BEFORE_START = ("draft", "posted", "entry_closed", "entry_review", "notice")
OVER = ("finished", "no_finish", "solved_elsewhere", "cancelled")
_SCORED = ("result_draft",)
_ENTRY_IS_OPEN = Text("等待补充征集期满", "waiting for the supplementary entry period to end")


class PlanPart(TypedDict, total=False):
    call_decided: bool
    plan_problems: Names
    entry_problems: Names
    start_problems: Names


class RunningPart(TypedDict, total=False):
    is_last_stage: bool
    has_results: bool
    open_appeals: Names
    asked: Names
    not_asked: Names
    never_asked: Names
    evidence_is_due: bool


class PromisePart(TypedDict, total=False):
    breaches: Names
    shortfall: Names
    able: Names
    is_all_below: bool
    untried: Names


class AllocationPart(TypedDict, total=False):
    allocation_problems: Names


class RescuePart(TypedDict, total=False):
    newcomers: Names
    rescue_due_at: datetime


class FinalPart(TypedDict, total=False):
    untested: Names
    crossed: Names
    best_percent: int


class HaltPart(TypedDict, total=False):
    halt_until: datetime


class MomentsPart(TypedDict, total=False):
    call_at: datetime | None
    final_at: datetime | None
    claim_until: datetime | None


def _runs(race: Race) -> bool:
    return race.state not in (*_BEFORE_START, *OVER)


def _before_start(session: Session, race: Race, _common: Common) -> PlanPart:
    match race.state:
        case "draft":
            return {"plan_problems": planning.plan_problems(race)}
        case "entry_review":
            return {"entry_problems": entering.selection_problems(session, race)}
        case "notice":
            return {
                "call_decided": race.call.state == "decided",
                "start_problems": entering.start_problems(session, race),
            }
    return {}


def _of_the_course(_session: Session, race: Race, common: Common) -> RunningPart:
    if not _runs(race):
        return {}
    others, may_ask = extending.not_asking(race), extending.may_be_asked_for(race, common.now)
    is_due = extending.is_possible(race)
    return {
        "is_last_stage": _is_in_last_stage(race),
        "has_results": any(stage.decided_at is not None for stage in race.stages),
        "open_appeals": tuple(t.proposal.title for t in race.teams if t.appeal == "open"),
        "asked": extending.asking(race),
        "not_asked": others if may_ask else (),
        "never_asked": others if is_due and not may_ask else (),
        "evidence_is_due": is_due,
    }


def _of_promises(session: Session, race: Race, common: Common) -> PromisePart:
    if not _runs(race):
        return {}
    state = snapshot(session, race, common.now)
    lacking = [lack for lack in lacks(state) if lack.invariant in ("I1", "I2")]
    reasons = tuple(lack.reason for lack in lacking)
    return {
        "breaches": reasons,
        "shortfall": reasons,
        "able": tuple(t.name for t in state.active if can_finish(state, t)),
        "is_all_below": _is_all_below(race, state),
        "untried": _untried(session, race, state, common) if race.state == "rescue" else (),
    }


def _is_in_last_stage(race: Race) -> bool:
    return race.stage == len(race.stages)


def _is_all_below(race: Race, state: RaceState) -> bool:
    return race.current is not None and race.current.state in _SCORED and all_below(state)


def _untried(session: Session, race: Race, state: RaceState, common: Common) -> Names:
    is_open = supplementing.is_open(race, common.now)
    ways = untried(state, reserves.least_award(session, race, common.now))
    return (*ways, *([_ENTRY_IS_OPEN] if is_open else []))


def _of_allocation(session: Session, race: Race, common: Common) -> AllocationPart:
    if not _runs(race):
        return {}
    return {"allocation_problems": sharing.problems(session, race, common.now)}


def _of_rescue(_session: Session, race: Race, common: Common) -> RescuePart:
    if race.state != "rescue":
        return {}
    days = common.parameters["race_rescue_working_days"]
    since = max(common.entered_at, race.entry_until or common.entered_at)
    stood = {result.team_id for result in race.current.results} if race.current else set()
    return {
        "newcomers": tuple(t.lane for t in race.teams if t.state == "racing" and t.id not in stood),
        "rescue_due_at": end_of_day(common.calendar.add_working_days(local_date(since), days)),
    }


def _of_final(session: Session, race: Race, _common: Common) -> FinalPart:
    if race.state != "final":
        return {}
    done = {team.id for team, _ in placing.tested(session, race)}
    here = [team for team in race.teams if team.state == "at_checkpoint"]
    return {
        "untested": tuple(team.lane for team in here if team.id not in done),
        "crossed": tuple(team.lane for team in placing.crossing(session, race)),
        "best_percent": placing.best_percent(session, race),
    }


def _of_halt(session: Session, race: Race, common: Common) -> HaltPart:
    if race.state != "halted":
        return {}
    start = local_date(common.entered_at)
    longest = common.calendar.end_of_term(start, common.parameters["race_halt_days"])
    return {"halt_until": stands_until(session, race, "halt", longest, common)}


def _of_moments(session: Session, race: Race, common: Common) -> MomentsPart:
    stage = race.current
    if stage is None or race.state != "running":
        return {}
    called = stage.due_on - timedelta(days=common.parameters["race_call_days"])
    is_last = _is_in_last_stage(race)
    return {
        "call_at": None if is_last else end_of_day(called - timedelta(days=1)),
        "final_at": end_of_day(stage.due_on) if is_last else None,
        "claim_until": claims.claim_until(session, race),
    }


_read = lazily(
    RaceFacts,
    _before_start,
    _of_the_course,
    _of_promises,
    _of_allocation,
    _of_rescue,
    _of_final,
    _of_moments,
    _of_halt,
    of_urgent("halt"),
    late_money=lambda session, race, _common: held(session, race) if race.state in OVER else 0,
    project_appeals=project_appeals,
    appeal_terms=appeal_terms,
    entry_is_open=lambda _session, race, common: supplementing.is_open(race, common.now),
    back_to=lambda _session, race, _common: race.back_to or "",
    refocus_written=lambda _session, race, _common: bool(race.new_target.strip() and race.new_line),
    refocus_notice_ends_at=lambda session, race, _common: refocusing.notice_ends_at(session, race),
    **of_row(
        "refocuses",
        "rescues",
        "halts",
        "extensions",
        "long_extensions",
        "final_extensions",
        "entry_tried",
    ),
)


def build(session: Session, race: Race, common: Common) -> RaceFacts:
    """A race that runs is looked at with what the move has written so far."""
    if _runs(race) and not only_reads(session):
        session.flush()
        session.expire(race)
    return _read(session, race, common)


def build_route(_session: Session, _route: Route, common: Common) -> Facts:
    return Facts(**common.as_dict())
