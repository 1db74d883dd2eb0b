"""What changes in a snapshot: small edits the rules are made of. Whoever leaves is settled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from workflows.race.state import Decided, Money, RaceState, Team
from workflows.race.words import LEFT, Appeal, Outcome, RaceIs, StageIs, TeamIs

TeamChange = Callable[[Team], Team]


def changed(race: RaceState, key: str, /, **news: Any) -> RaceState:
    """One team with other values."""
    return each(race, lambda team: replace(team, **news) if team.key == key else team)


def each(state: RaceState, change: TeamChange) -> RaceState:
    return replace(state, teams=tuple(change(team) for team in state.teams))


def each_active(state: RaceState, change: TeamChange) -> RaceState:
    return each(state, lambda team: change(team) if team.is_active else team)


def with_stage(state: RaceState, number: int, to: StageIs) -> RaceState:
    stages = tuple(replace(s, state=to) if s.number == number else s for s in state.stages)
    return replace(state, stages=stages)


def ordered(state: RaceState, key: str, amount: int) -> RaceState:
    """Money goes from the uncommitted pool to a team, out of what is ring-fenced for it first."""
    team = state.team(key)
    money = replace(
        team.money,
        ordered=team.money.ordered + amount,
        ring_fenced=max(0, team.money.ring_fenced - amount),
        after_end=team.money.after_end + (amount if team.state in LEFT else 0),
    )
    return replace(changed(state, key, money=money), uncommitted=state.uncommitted - amount)


def settled(state: RaceState, key: str, to: TeamIs) -> RaceState:
    """The team leaves: it keeps what it has spent, the rest returns to the pool."""
    team = state.team(key)
    left = replace(
        team, state=to, money=Money(paid=team.money.spent, spent=team.money.spent), terms=None
    )
    after = each(state, lambda one: left if one.key == key else one)
    return replace(after, uncommitted=state.uncommitted + team.money.unspent)


def take_effect(state: RaceState, outcomes: Mapping[str, Outcome], document: str) -> RaceState:
    """The outcomes of the open stage become effective together, in one document (I9). A team with
    an open appeal stays ELIM_PENDING (I7)."""
    for key, outcome in outcomes.items():
        state = _one(state, key, outcome, document)
    state = with_stage(state, state.stage, StageIs.EFFECTIVE)
    return replace(state, state=RaceIs.REALLOC)


def _one(state: RaceState, key: str, outcome: Outcome, document: str) -> RaceState:
    team = state.team(key)
    decided = Decided(state.stage, outcome, document)
    appeal = team.appeal if outcome is Outcome.ELIMINATE else Appeal.NONE
    state = changed(state, key, decided=decided, proposed=None, terms=None, appeal=appeal)
    match outcome:
        case Outcome.ADVANCE:
            return changed(state, key, state=TeamIs.RACING, holds=0)
        case Outcome.HOLD:
            return held(state, key)
        case Outcome.ELIMINATE if team.appeal is Appeal.OPEN:
            return changed(state, key, state=TeamIs.ELIM_PENDING)
        case Outcome.ELIMINATE:
            return settled(state, key, TeamIs.ELIMINATED)


def held(state: RaceState, key: str) -> RaceState:
    """A yellow card; where the rules allow none, the team is kept as the last runner (保底)."""
    team = state.team(key)
    if may_be_held(state, team):
        return changed(state, key, state=TeamIs.HELD, holds=team.holds + 1)
    return changed(state, key, state=TeamIs.HELD, kept=team.kept + 1)


def may_be_held(state: RaceState, team: Team) -> bool:
    """R8: at the hold line or above, and not once more in a row."""
    score = team.score or 0
    return score >= state.rules.hold_line * 100 and team.holds < state.rules.holds_most
