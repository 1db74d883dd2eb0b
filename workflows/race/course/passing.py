"""How a stage passes over the teams: time, money, terms, and a test that is called off."""

from __future__ import annotations

from dataclasses import replace

from workflows.race.effect import each_active, with_stage
from workflows.race.state import Money, RaceState, Team, Terms
from workflows.race.words import Appeal, RaceIs, StageIs, TeamIs


def worked(state: RaceState) -> RaceState:
    """The stage is over: its days are gone and its money is used. What the team did is worth what
    it cost, so nobody's gap changes by it."""
    days = state.stages[state.stage - 1].days
    ahead = len(state.stages) - state.stage + 1
    stages = tuple(replace(s, days=0) if s.number == state.stage else s for s in state.stages)
    state = replace(state, stages=stages, days_left=max(0, state.days_left - days))
    return each_active(state, lambda team: _used(team, days, ahead))


def _used(team: Team, days: int, ahead: int) -> Team:
    own = team.matching // ahead
    money = team.money
    return replace(
        team,
        money=replace(money, paid=money.committed, ordered=0, spent=money.committed),
        matching=team.matching - own,
        cost_to_finish=max(0, team.cost_to_finish - money.unspent - own),
        plan_days=max(0, team.plan_days - days),
    )


def at_test(state: RaceState) -> RaceState:
    """Every active team stands before the same test, on the same terms (I8), and is asked anew."""
    version = state.target_version
    terms = Terms(version, f"protocol {version}", f"stage {state.stage}", frozenset())
    return each_active(
        state,
        lambda team: replace(
            team,
            stood_at=state.stage,
            score=None,
            hard_met=True,
            terms=terms,
            appeal=Appeal.NONE,
        ),
    )


def reopened(state: RaceState) -> RaceState:
    """The test is called off and will be called again for all: nothing of it counts."""
    state = with_stage(state, state.stage, StageIs.OPEN)
    return each_active(
        replace(state, state=RaceIs.RUNNING, back_to=None),
        lambda team: _back(team, state.stage),
    )


def _back(team: Team, stage: int) -> Team:
    if team.stood_at != stage:
        return team
    return replace(
        team,
        state=TeamIs.HELD if team.holds else TeamIs.RACING,
        stood_at=decided_at(team),
        score=None,
        hard_met=True,
        proposed=None,
        terms=None,
        appeal=Appeal.NONE,
    )


def decided_at(team: Team) -> int:
    """The stage it has its last outcome of."""
    return 0 if team.decided is None else team.decided.stage


def taken_over(lead: Money, other: Money) -> Money:
    """Two accounts as one (R12)."""
    return Money(lead.paid + other.paid, lead.ordered + other.ordered, lead.spent + other.spent)
