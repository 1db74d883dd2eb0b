"""What the guards of a race, its stages, its teams and its routes look at."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.asked import only_reads
from app.models import Decision, DecisionItem, Race, Route, Stage, StageResult, Team
from app.services.facts import Common
from app.services.facts.typed import whole_number
from app.services.races import (
    checkpoints,
    claims,
    entering,
    evidence,
    extending,
    merging,
    outcomes,
    placing,
    planning,
    refocusing,
    reserves,
    sharing,
    supplementing,
)
from app.services.races.snapshot import snapshot
from workflows.engine.calendar import end_of_day, last_day, local_date
from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.facts import RaceFacts, StageFacts, TeamFacts
from workflows.race.by_rule import all_below
from workflows.race.course.rescue import untried
from workflows.race.keeping import lacks
from workflows.race.means import can_finish
from workflows.race.state import RaceState

_BEFORE_START = ("draft", "posted", "entry_closed", "entry_review", "notice")
_OVER = ("finished", "no_finish", "solved_elsewhere", "cancelled")
_DECIDED = ("effective", "closed")
_SCORED = ("result_draft",)
_ENTRY_IS_OPEN = Text("等待补充征集期满", "the supplementary entry has to end first")


def build(session: Session, race: Race, common: Common) -> RaceFacts:
    base = RaceFacts(
        **common.as_dict(),
        refocuses=race.refocuses,
        rescues=race.rescues,
        halts=race.halts,
        extensions=race.extensions,
        long_extensions=race.long_extensions,
        final_extensions=race.final_extensions,
        days=whole_number(common.given.get("days", "")),
        entry_tried=race.entry_tried,
        entry_is_open=supplementing.is_open(race, common.now),
        back_to=race.back_to or "",
        refocus_written=bool(race.new_target.strip() and race.new_line),
        refocus_notice_ends_at=refocusing.notice_ends_at(session, race),
    )
    if race.state in _BEFORE_START:
        return _with(base, _before_start(session, race))
    if race.state in _OVER:
        return base
    return _with(base, _running(session, race, common))


def _with(facts: RaceFacts, found: dict[str, Any]) -> RaceFacts:
    return RaceFacts(**{**facts.__dict__, **found})


def _before_start(session: Session, race: Race) -> dict[str, Any]:
    match race.state:
        case "draft":
            return {"plan_problems": planning.plan_problems(race)}
        case "entry_review":
            return {"entry_problems": entering.selection_problems(session, race)}
        case "notice":
            return {"start_problems": entering.start_problems(session, race)}
    return {}


def _running(session: Session, race: Race, common: Common) -> dict[str, Any]:
    if not only_reads(session):
        session.flush()
        session.expire(race)
    state = snapshot(session, race, common.now)
    lacking = [lack for lack in lacks(state) if lack.invariant in ("I1", "I2")]
    reasons = tuple(lack.reason for lack in lacking)
    is_last = race.stage == len(race.stages)
    return {
        "is_last_stage": is_last,
        "has_results": any(stage.decided_at is not None for stage in race.stages),
        "open_appeals": tuple(t.proposal.title for t in race.teams if t.appeal == "open"),
        "breaches": reasons,
        "shortfall": reasons,
        "able": tuple(t.name for t in state.active if can_finish(state, t)),
        "allocation_problems": sharing.problems(session, race, common.now),
        "asked": extending.asking(race),
        "not_asked": extending.not_asking(race),
        "evidence_is_due": extending.is_possible(race),
        "is_all_below": _is_all_below(race, state),
        **_rescuing(session, race, state, common),
        **_final(session, race),
        **_moments(session, race, common, is_last=is_last),
    }


def _is_all_below(race: Race, state: RaceState) -> bool:
    return race.current is not None and race.current.state in _SCORED and all_below(state)


def _rescuing(session: Session, race: Race, state: RaceState, common: Common) -> dict[str, Any]:
    if race.state != "rescue":
        return {}
    days = common.parameters["race_rescue_working_days"]
    since = max(common.entered_at, race.entry_until or common.entered_at)
    is_open = supplementing.is_open(race, common.now)
    stood = {result.team_id for result in race.current.results} if race.current else set()
    return {
        "newcomers": tuple(t.lane for t in race.teams if t.state == "racing" and t.id not in stood),
        "untried": (
            *untried(state, reserves.least_award(session, race)),
            *([_ENTRY_IS_OPEN] if is_open else []),
        ),
        "rescue_due_at": end_of_day(common.calendar.add_working_days(local_date(since), days)),
    }


def _final(session: Session, race: Race) -> dict[str, Any]:
    if race.state != "final":
        return {}
    done = {team.id for team, _ in placing.tested(session, race)}
    here = [team for team in race.teams if team.state == "at_checkpoint"]
    return {
        "untested": tuple(team.lane for team in here if team.id not in done),
        "crossed": tuple(team.lane for team in placing.crossing(session, race)),
        "best_percent": placing.best_percent(session, race),
    }


def _moments(session: Session, race: Race, common: Common, *, is_last: bool) -> dict[str, Any]:
    stage = race.current
    if stage is None or race.state != "running":
        return {}
    called = stage.due_on - timedelta(days=common.parameters["race_call_days"])
    return {
        "call_at": None if is_last else end_of_day(called - timedelta(days=1)),
        "final_at": end_of_day(stage.due_on) if is_last else None,
        "claim_until": claims.claim_until(session, race),
    }


def build_stage(session: Session, stage: Stage, common: Common) -> StageFacts:
    drafting, is_final = stage.state in ("result_draft", "notice"), stage.race.state == "final"
    rows = outcomes.open_results(stage) if drafting or stage.state == "assessing" else []
    return StageFacts(
        **common.as_dict(),
        is_current=stage.number == stage.race.stage,
        is_final=is_final,
        panel_problems=() if is_final else checkpoints.panel_problems(stage),
        untested=tuple(
            r.team.lane for r in rows if r.submitted_at is not None and r.tested_on is None
        ),
        undrafted=tuple(r.team.lane for r in rows if drafting and r.proposed is None),
        unreasoned=tuple(
            r.team.lane for r in rows if r.edited and not r.reason.get("zh", "").strip()
        ),
        outcome_breaches=outcomes.breaches(session, stage, common.now) if drafting else (),
        outcome_lacks=outcomes.lacking(session, stage, common.now) if drafting else (),
        evidence_due_at=end_of_day(stage.due_on),
        evidence_closes_at=evidence.grace_ends(session, stage),
        notice_ends_at=end_of_day(stage.notice_to) if stage.notice_to else None,
        appeals_end_at=_appeals_end(stage, common),
        decide_until=_decide_until(stage, common),
    )


def _decide_until(stage: Stage, common: Common) -> datetime | None:
    """The time for the decision begins when that for appeals is over."""
    appeals_end = _appeals_end(stage, common)
    if appeals_end is None:
        return None
    last, days = last_day(appeals_end), common.parameters["race_decide_working_days"]
    return end_of_day(common.calendar.add_working_days(last, days))


def _appeals_end(stage: Stage, common: Common) -> datetime | None:
    """The time for appeals begins when the notice is over."""
    if stage.notice_to is None:
        return None
    days = common.parameters["race_appeal_working_days"]
    return end_of_day(common.calendar.add_working_days(stage.notice_to, days))


def build_team(session: Session, team: Team, common: Common) -> TeamFacts:
    race = team.race
    stage = race.current
    result = evidence.result_of(session, stage, team)
    judged = stage if stage and stage.notice_to else _last_noticed(race)
    return TeamFacts(
        **common.as_dict(),
        decided_outcome=_decided_outcome(session, team),
        has_signed=entering.has_signed(session, team),
        has_card=team.holds > 0,
        race_state=race.state,
        checkpoint_open=stage is not None and stage.state == "evidence_due",
        stage_decided=judged is not None and judged.decided_at is not None,
        evidence_problems=evidence.evidence_problems(result),
        proposed=_on_notice(stage, result),
        outcome=(result.outcome or "") if result else "",
        appeal=team.appeal,
        merge_problems=merging.merge_problems(session, team),
        partner_problems=merging.partner_problems(team, common.given.get("partner", "").strip()),
        wants_extension=team.wants_extension,
        extensions=race.extensions,
        claimed=team.claimed_at is not None,
        crossed=team.crossed,
        revival_over=race.state in _OVER or _stages_since(race, team) >= 1,
        evidence_due_at=end_of_day(stage.due_on) if stage and not stage.decided_at else None,
        evidence_closes_at=evidence.grace_ends(session, stage) if stage else None,
        appeals_end_at=_appeals_end(judged, common) if judged else None,
    )


def _on_notice(stage: Stage | None, result: StageResult | None) -> str:
    """The outcome a team may know of before it is decided: nothing of one only being drafted."""
    if stage is None or stage.notice_to is None or result is None or result.outcome is not None:
        return ""
    return result.proposed or ""


def _last_noticed(race: Race) -> Stage | None:
    return next((s for s in reversed(race.stages) if s.notice_to is not None), None)


def _decided_outcome(session: Session, team: Team) -> str:
    return (
        session.scalar(
            select(DecisionItem.outcome)
            .join(Decision)
            .where(
                DecisionItem.proposal_id == team.proposal_id,
                Decision.call_id == team.race.call_id,
            )
        )
        or ""
    )


def _stages_since(race: Race, team: Team) -> int:
    """How many stages have been decided since the one that eliminated the team."""
    ended = [
        r.stage.number
        for stage in race.stages
        for r in stage.results
        if r.team_id == team.id and r.outcome == "eliminate"
    ]
    decided = max((s.number for s in race.stages if s.state in _DECIDED), default=0)
    return decided - max(ended) if ended else 0


def build_route(_session: Session, _route: Route, common: Common) -> Facts:
    return Facts(**common.as_dict())
