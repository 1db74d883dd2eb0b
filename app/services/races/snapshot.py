"""A race as its rules see it: `workflows.race.state.RaceState`, filled from the tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, joinedload

from app.asked import once, only_reads
from app.models import Conflict, Race, Review, Stage, StageResult, Team
from app.services.races import books
from workflows.engine.calendar import local_date
from workflows.race.rules import RaceRules
from workflows.race.state import Counts, Decided, Money, RaceState, Terms
from workflows.race.state import Route as RouteState
from workflows.race.state import Stage as StageState
from workflows.race.state import Team as TeamState
from workflows.race.words import Appeal, Outcome, RaceIs, RouteIs, StageIs, TeamIs

_TEAM_IS = {"closed_out": TeamIs.ELIMINATED}
_ROUTE_IS = {"ended": RouteIs.ALIVE}
_LIVE_REVIEWS = ("assigned", "reading", "signed")
_TESTING = ("checkpoint", "final")


def snapshot(session: Session, race: Race, now: datetime) -> RaceState:
    """The race at this moment, with a fixed number of queries."""
    return once(session, ("snapshot", race.id), lambda: _snapshot(session, race, now))


def _snapshot(session: Session, race: Race, now: datetime) -> RaceState:
    rules = RaceRules.of(race.call.parameters)
    kept = books.books_of(session, race)
    return RaceState(
        state=RaceIs(race.state),
        stage=race.stage,
        stages=tuple(_stage(stage) for stage in race.stages),
        teams=teams_of(session, race, kept, now),
        routes=tuple(
            RouteState(str(r.id), r.name, _ROUTE_IS.get(r.state) or RouteIs(r.state))
            for r in race.routes
        ),
        pool=race.pool - kept.returned,
        uncommitted=kept.uncommitted,
        prize=0 if race.state == RaceIs.FINISHED else race.prize,
        converge_at=race.converge_at,
        days_left=days_left(race, now),
        paid_through=_paid_through(race, kept),
        target_version=race.target_version,
        back_to=RaceIs(race.back_to) if race.back_to else None,
        conflicted=conflicted(session, race),
        entry_tried=race.entry_tried,
        floor_waived=race.floor_waived,
        report=bool(race.report),
        counts=Counts(
            extensions=race.extensions,
            long_extensions=race.long_extensions,
            final_extensions=race.final_extensions,
            refocuses=race.refocuses,
            rescues=race.rescues,
            halts=race.halts,
            claims=race.claims,
        ),
        rules=rules,
    )


def _paid_through(race: Race, kept: books.Books) -> int:
    """The awards commit the pool of stage 1 before it is ordered at the start."""
    awarded = any(account.committed for account in kept.teams.values())
    return race.paid_through or int(awarded)


def _stage(stage: Stage) -> StageState:
    return StageState(stage.number, stage.pool, stage.quota, state=StageIs(stage.state))


def days_left(race: Race, now: datetime) -> int:
    """Whole days to the published finish; none once it has passed."""
    return max(0, (race.ends_on - local_date(now)).days) if race.ends_on else 0


def results_of(session: Session, race: Race) -> Sequence[StageResult]:
    """By stage and team; a page that only reads has them with its race."""
    if only_reads(session) and not any("results" in inspect(s).unloaded for s in race.stages):
        return [result for stage in race.stages for result in stage.results]
    return session.scalars(
        select(StageResult)
        .join(Stage, Stage.id == StageResult.stage_id)
        .where(Stage.race_id == race.id)
        .options(joinedload(StageResult.stage))
        .order_by(Stage.number, StageResult.team_id)
    ).all()


def teams_of(
    session: Session, race: Race, kept: books.Books, now: datetime
) -> tuple[TeamState, ...]:
    by_team: dict[int, list[StageResult]] = {}
    for result in results_of(session, race):
        by_team.setdefault(result.team_id, []).append(result)
    panel = _panel(race)
    return tuple(
        _team(race, team, by_team.get(team.id, []), kept, panel, now) for team in race.teams
    )


def _team(
    race: Race,
    team: Team,
    results: Sequence[StageResult],
    kept: books.Books,
    panel: frozenset[str],
    now: datetime,
) -> TeamState:
    newest = results[-1] if results else None
    decided = next((r for r in reversed(results) if r.outcome is not None), None)
    open_result = newest if newest is not None and newest.outcome is None else None
    at_test = race.state in _TESTING and newest is not None and newest.stage.number == race.stage
    days = (team.ready_on - local_date(now)).days if team.ready_on else 0
    return TeamState(
        key=str(team.id),
        name=team.lane,
        route=str(team.route_id),
        state=_TEAM_IS.get(team.state) or TeamIs(team.state),
        money=kept.teams.get(team.id, Money()),
        cost_to_finish=max(0, team.cost_to_finish - kept.spent_since.get(team.id, 0)),
        matching=team.proposal.matching + _joined_matching(race, team),
        plan_days=max(0, days),
        score=newest.score if newest else None,
        hard_met=newest.hard_met if newest else True,
        stood_at=newest.stage.number if newest else 0,
        proposed=Outcome(open_result.proposed) if open_result and open_result.proposed else None,
        decided=_decided(decided) if decided else None,
        appeal=Appeal(team.appeal),
        holds=team.holds,
        kept=team.kept,
        share=team.share,
        terms=_terms(newest, panel) if at_test and newest else None,
        crossed=team.crossed,
    )


def _joined_matching(race: Race, team: Team) -> int:
    """分 of their own money that the teams merged into this one have promised."""
    joined = (t for t in race.teams if t.state == "merged" and t.merges_with_id == team.id)
    return sum(t.proposal.matching for t in joined)


def _decided(result: StageResult) -> Decided:
    stage = result.stage
    outcome = Outcome(result.outcome or "")
    return Decided(stage.number, outcome, stage.document or "", result.score or 0)


def _terms(result: StageResult, panel: frozenset[str]) -> Terms:
    fixed = result.terms
    return Terms(
        target_version=fixed.get("target_version", 0),
        protocol=fixed.get("protocol", ""),
        deadline=fixed.get("deadline", ""),
        panel=panel,
    )


def _panel(race: Race) -> frozenset[str]:
    """The seats of the current stage's panel until it is decided; one panel judges every team."""
    stage = race.current
    group = stage.group if stage is not None and stage.decided_at is None else None
    if group is None:
        return frozenset()
    return frozenset(
        str(seat.expert_id)
        for seat in group.seats
        if not seat.is_substitute and seat.left_reason is None
    )


def conflicted(session: Session, race: Race) -> tuple[str, ...]:
    """Experts who still judge at the open checkpoint though they have a conflict with some team
    (§3.2 rule 9)."""
    if race.current is None or race.current.group_id is None or race.state not in _TESTING:
        return ()
    proposals = [team.proposal_id for team in race.teams]
    rows = session.scalars(
        select(Conflict.expert_id)
        .join(Review, Review.expert_id == Conflict.expert_id)
        .where(
            Review.group_id == race.current.group_id,
            Review.state.in_(_LIVE_REVIEWS),
            Conflict.proposal_id.in_(proposals),
            Conflict.standing.in_(("declared", "detected")),
        )
        .distinct()
        .order_by(Conflict.expert_id)
    )
    return tuple(str(number) for number in rows)
