"""When two states are the same race: names do not count, nor does what is past and spent.

A state is a bag of routes, each a bag of teams; teams and routes are compared by what the rules
still look at. Sunk money is left out because no rule reads it (I3 is checked before), and so is who
has left for good. Once the outcomes are published, all that is asked of a score is whether it
reached the hold line, unless merit is paid. Where equals differ only by name, or by a score that
no longer counts, and a rule breaks the tie by it, one of the two ways is walked.

A race is `calm` when nothing will disturb it any more: then it does not count either how often it
was disturbed, nor of a team's means and time anything but whether they are enough.
"""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import Any

from workflows.race.course.needs import is_last_stage
from workflows.race.means import gap
from workflows.race.state import RaceState, Team
from workflows.race.words import LEFT, Appeal, Outcome, RaceIs, RouteIs, StageIs, TeamIs

_RACE = {state: number for number, state in enumerate(RaceIs)}
_TEAM = {state: number for number, state in enumerate(TeamIs)}
_STAGE = {state: number for number, state in enumerate(StageIs)}
_ROUTE = {state: number for number, state in enumerate(RouteIs)}
_OUTCOME = {None: -1} | {outcome: number for number, outcome in enumerate(Outcome)}
_APPEAL = {appeal: number for number, appeal in enumerate(Appeal)}

Key = tuple[Any, ...]


def digest(state: RaceState, *, calm: bool = False) -> bytes:
    """128 bits of the canonical form."""
    return blake2b(marshal.dumps(canonical(state, calm), 2), digest_size=16).digest()


def canonical(state: RaceState, calm: bool) -> Key:
    if state.is_over:
        return (_RACE[state.state],)
    if any(team.crossed for team in state.teams):
        return (_RACE[state.state], state.stage, *_after_crossing(state))
    return (*_race(state), *(() if calm else _disturbed(state)), *_routes(state, calm))


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
        counts.final_extensions,
        counts.rescues,
    )


def _disturbed(state: RaceState) -> Key:
    """What only bounds further disturbances."""
    counts = state.counts
    return (
        counts.extensions,
        counts.long_extensions,
        counts.refocuses,
        counts.halts,
        counts.claims,
    )


def _routes(state: RaceState, calm: bool) -> Key:
    """Routes somebody still counts on."""
    teams: dict[str, list[Key]] = {}
    for team in state.teams:
        if key := (_left if team.state in LEFT else _team)(state, team, calm):
            teams.setdefault(team.route, []).append(key)
    return tuple(
        sorted((_ROUTE[r.state], *sorted(teams[r.key])) for r in state.routes if r.key in teams)
    )


def _team(state: RaceState, team: Team, calm: bool) -> Key:
    return (
        *_standing(state, team),
        _passed(state, team),
        team.terms is None,
        min(team.crossed, 3),
        *(_enough if calm else _means)(state, team),
        *_at_stage(state, team),
        *(_pending(state, team) if team.state is TeamIs.ELIM_PENDING else ()),
        *(() if calm else (_APPEAL[team.appeal], team.suspended_at == state.stage)),
    )


def _standing(state: RaceState, team: Team) -> Key:
    """In the last stage nobody is held any more, and no yellow card counts."""
    if not is_last_stage(state):
        return (_TEAM[team.state], team.holds)
    return (_TEAM[TeamIs.RACING if team.state is TeamIs.HELD else team.state],)


def _means(state: RaceState, team: Team) -> Key:
    return (team.money.unspent, team.cost_to_finish, team.matching, team.plan_days)


def _enough(state: RaceState, team: Team) -> Key:
    """Work turns money into a lower cost, and the gap stays. The cost is estimated anew at the next
    test, but not after the last one, and what is unspent returns from whoever is eliminated. The
    plan of a suspended team stands still while the time goes on."""
    may_leave = team.state in (TeamIs.AT_CHECKPOINT, TeamIs.ELIM_PENDING)
    in_time = team.plan_days <= state.days_left and team.state is not TeamIs.SUSPENDED
    return (
        gap(team),
        team.money.unspent if may_leave else 0,
        0 if is_last_stage(state) else team.matching,
        0 if in_time else team.plan_days,
    )


def _at_stage(state: RaceState, team: Team) -> Key:
    """What this stage found of it; what one before found, its state tells."""
    if team.stood_at != state.stage:
        return ()
    decided = team.decided is not None and team.decided.stage == state.stage
    outcome = team.decided.outcome if team.decided and decided else team.proposed
    return (decided, _OUTCOME[outcome], *_score(state, team))


def _pending(state: RaceState, team: Team) -> Key:
    decided = team.decided is not None and team.decided.stage == team.stood_at
    is_open, money = team.appeal is Appeal.OPEN, team.money
    passed = _reached(state, team.score)
    return (decided, is_open, passed, money.ring_fenced, team.share, team.base_share)


def _score(state: RaceState, team: Team) -> Key:
    if team.score is None or state.paid_through > team.stood_at:
        return ()
    here = state.back_to if state.state is RaceIs.HALTED else state.state
    if here is RaceIs.CHECKPOINT:
        return (team.score, team.hard_met)
    if state.rules.merit_percent:
        return (team.score,)
    return (_reached(state, team.score),)


def _left(state: RaceState, team: Team, calm: bool) -> Key:
    """An eliminated team may come back for a stage, a disqualified one may have to pay back, and I5
    may ask what a team had reached that did not leave by itself; empty when nothing is left."""
    passed = _passed(state, team)
    match team.state:
        case TeamIs.DISQUALIFIED if team.money.paid and not calm:
            return (_TEAM[team.state], team.money.paid)
        case TeamIs.ELIMINATED if _may_come_back(state, team):
            assert team.decided is not None
            means = (_enough if calm else _means)(state, team)
            return (_TEAM[team.state], passed, team.decided.stage, *means)
        case TeamIs.ELIMINATED | TeamIs.MERGED if passed == 1:
            return (_TEAM[TeamIs.MERGED], passed)
    return ()


def _may_come_back(state: RaceState, team: Team) -> bool:
    rescues_left = state.counts.rescues < state.rules.rescues_most
    return rescues_left and team.decided is not None and team.decided.stage >= state.stage - 1


def _passed(state: RaceState, team: Team) -> int:
    """What I5 may still ask of its last result."""
    asked = state.is_parallel and not state.floor_waived
    if not asked or team.decided is None or team.decided.stage != state.decided_stage:
        return -1
    return int(_reached(state, team.decided.score))


def _reached(state: RaceState, score: int | None) -> bool:
    return (score or 0) >= state.rules.hold_line * 100
