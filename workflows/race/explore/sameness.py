"""When two states are the same race: names do not count, nor does what is past and spent.

A state is a bag of routes, each a bag of teams; teams and routes are compared by what the rules
still look at. Sunk money is left out because no rule reads it (I3 is checked before). Where equals
differ only by name and a rule breaks the tie by name, one of the two ways is walked.
"""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import Any

from workflows.race.state import RaceState, Team
from workflows.race.words import LEFT, Appeal, Outcome, RaceIs, RouteIs, StageIs, TeamIs

_RACE = {state: number for number, state in enumerate(RaceIs)}
_TEAM = {state: number for number, state in enumerate(TeamIs)}
_STAGE = {state: number for number, state in enumerate(StageIs)}
_ROUTE = {state: number for number, state in enumerate(RouteIs)}
_OUTCOME = {None: -1} | {outcome: number for number, outcome in enumerate(Outcome)}
_APPEAL = {appeal: number for number, appeal in enumerate(Appeal)}
_NO_MORE = LEFT | {TeamIs.NOT_FINISHED, TeamIs.RUNNER_UP, TeamIs.FINISHED}

Key = tuple[Any, ...]


def digest(state: RaceState) -> bytes:
    """128 bits of the canonical form."""
    return blake2b(marshal.dumps(canonical(state), 2), digest_size=16).digest()


def canonical(state: RaceState) -> Key:
    if state.is_over:
        return (_RACE[state.state],)
    if any(team.crossed for team in state.teams):
        return (_RACE[state.state], state.stage, *_after_crossing(state))
    return (*_race(state), *_routes(state))


def _after_crossing(state: RaceState) -> Key:
    """Once a team has passed the final test, all that is left to ask is who else does."""
    return tuple(
        sorted((_TEAM[team.state], min(team.crossed, 3)) for team in state.teams if team.is_active)
    )


def _race(state: RaceState) -> Key:
    counts = state.counts
    here = state.stages[state.stage - 1] if state.stage else None
    return (
        _RACE[state.state],
        state.stage,
        -1 if here is None else _STAGE[here.state],
        -1 if here is None else here.days,
        -1 if state.back_to is None else _RACE[state.back_to],
        state.paid_through,
        state.decided_stage,
        state.uncommitted,
        state.days_left,
        state.entry_tried,
        state.floor_waived,
        counts.extensions,
        counts.long_extensions,
        counts.final_extensions,
        counts.refocuses,
        counts.rescues,
        counts.halts,
        counts.claims,
    )


def _routes(state: RaceState) -> Key:
    teams: dict[str, list[Key]] = {route.key: [] for route in state.routes}
    for team in state.teams:
        teams[team.route].append(_team(state, team))
    return tuple(sorted((_ROUTE[route.state], *sorted(teams[route.key])) for route in state.routes))


def _team(state: RaceState, team: Team) -> Key:
    passed = _passed(state, team)
    if team.state in _NO_MORE:
        return (_TEAM[team.state], passed, *_after_leaving(state, team))
    money, pending = team.money, team.state is TeamIs.ELIM_PENDING
    return (
        _TEAM[team.state],
        passed,
        -1 if team.score is None or state.paid_through > team.stood_at else team.score,
        money.unspent,
        money.ring_fenced,
        team.cost_to_finish,
        team.matching,
        team.plan_days,
        team.hard_met,
        team.stood_at,
        _OUTCOME[team.proposed],
        -1 if team.decided is None else team.decided.stage,
        -1 if team.decided is None else _OUTCOME[team.decided.outcome],
        _APPEAL[team.appeal],
        team.holds,
        team.share if pending else 0,
        team.base_share if pending else 0,
        team.suspended_at == state.stage,
        team.terms is None,
        min(team.crossed, 3),
    )


def _after_leaving(state: RaceState, team: Team) -> Key:
    """An eliminated team may come back for a stage; a disqualified one may have to pay back."""
    if team.state is TeamIs.DISQUALIFIED:
        return (team.money.paid,)
    back = team.decided is not None and team.decided.stage >= state.stage - 1
    if team.state is TeamIs.ELIMINATED and back:
        assert team.decided is not None
        return (team.cost_to_finish, team.matching, team.plan_days, team.decided.stage)
    return ()


def _passed(state: RaceState, team: Team) -> int:
    """What I5 may still ask of its last result."""
    if team.decided is None or team.decided.stage != state.decided_stage:
        return -1
    return int(team.decided.score >= state.rules.hold_line * 100)
