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
    after = each(state, lambda team: _with_order(team, amount) if team.key == key else team)
    return replace(after, uncommitted=state.uncommitted - amount)


def all_ordered(state: RaceState, amounts: Mapping[str, int]) -> RaceState:
    """The same for several teams, in one batch."""
    after = each(
        state,
        lambda team: _with_order(team, amounts[team.key]) if team.key in amounts else team,
    )
    return replace(after, uncommitted=state.uncommitted - sum(amounts.values()))


def _with_order(team: Team, amount: int) -> Team:
    money = team.money
    late = amount if team.state in LEFT else 0
    return replace(
        team,
        money=Money(
            money.paid,
            money.ordered + amount,
            money.spent,
            max(0, money.ring_fenced - amount),
            money.after_end + late,
        ),
    )


def settled(state: RaceState, key: str, to: TeamIs) -> RaceState:
    """The team leaves: it keeps what it has spent, the rest returns to the pool."""
    after = each(state, lambda team: left(team, to) if team.key == key else team)
    return replace(after, uncommitted=state.uncommitted + state.team(key).money.unspent)


def left(team: Team, to: TeamIs, **news: Any) -> Team:
    kept = Money(paid=team.money.spent, spent=team.money.spent, after_end=team.money.after_end)
    return replace(team, state=to, money=kept, terms=None, **news)


def take_effect(state: RaceState, outcomes: Mapping[str, Outcome], document: str) -> RaceState:
    """The outcomes of the open stage become effective together, in one document (I9). A team with
    an open appeal stays ELIM_PENDING (I7)."""
    teams = tuple(
        _decided(state, team, outcomes[team.key], document) if team.key in outcomes else team
        for team in state.teams
    )
    committed = sum(team.money.committed for team in state.teams)
    returned = committed - sum(team.money.committed for team in teams)
    stages = tuple(
        replace(s, state=StageIs.EFFECTIVE) if s.number == state.stage else s for s in state.stages
    )
    return replace(
        state,
        state=RaceIs.REALLOC,
        teams=teams,
        stages=stages,
        uncommitted=state.uncommitted + returned,
    )


def _decided(state: RaceState, team: Team, outcome: Outcome, document: str) -> Team:
    news: dict[str, Any] = {
        "decided": Decided(state.stage, outcome, document, team.score or 0),
        "proposed": None,
        "appeal": team.appeal if outcome is Outcome.ELIMINATE else Appeal.NONE,
        "terms": None,
    }
    match outcome:
        case Outcome.ADVANCE:
            return replace(team, **news, **GOES_ON)
        case Outcome.HOLD:
            return replace(team, **news, **held(state, team))
        case Outcome.ELIMINATE if team.appeal is Appeal.OPEN:
            return replace(team, **news, state=TeamIs.ELIM_PENDING)
        case Outcome.ELIMINATE:
            del news["terms"]
            return left(team, TeamIs.ELIMINATED, **news)


GOES_ON: Mapping[str, Any] = {"state": TeamIs.RACING, "holds": 0}


def held(state: RaceState, team: Team) -> Mapping[str, Any]:
    """A yellow card; where the rules allow none, the team is kept as the last runner (保底)."""
    if may_be_held(state, team):
        return {"state": TeamIs.HELD, "holds": team.holds + 1}
    return {"state": TeamIs.HELD, "kept": team.kept + 1}


def may_be_held(state: RaceState, team: Team) -> bool:
    """R8: at the hold line or above, and not once more in a row."""
    score = team.score or 0
    return score >= state.rules.hold_line * 100 and team.holds < state.rules.holds_most
