"""Re-allocation, topping up and refunds (R14, I3, I4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.race.allocation import Allocation, Contender, Rule, Standing, allocate
from workflows.race.course.model import UNDER_WAY, Answers, Event, Move, nothing
from workflows.race.course.needs import find, over_slack, team_in
from workflows.race.effect import changed, each_active, ordered, with_stage
from workflows.race.means import gap
from workflows.race.sprint import shareable, shared_out
from workflows.race.state import RaceState, Team
from workflows.race.words import LEFT, Outcome, RaceIs, StageIs, TeamIs


def contenders(state: RaceState) -> list[Contender]:
    """The active teams as the formula sees them; nobody gets more than its gap. Who joined after
    the last checkpoint, or was brought back, gets the base part."""
    return [
        Contender(team.key, Fraction(team.score or 0, 100), _standing(state, team), cap=gap(team))
        for team in state.active
    ]


def share_next_pool(state: RaceState) -> Allocation:
    """The next stage's pool by the published formula, as much of it as leaves a runner."""
    pool = state.stages[state.stage].pool
    return _shared(state, shareable(state, pool, lambda n: _amounts(state, _shared(state, n))))


def _shared(state: RaceState, pool: int) -> Allocation:
    rules = state.rules
    parameters = {"base_percent": rules.base_percent, "merit_percent": rules.merit_percent}
    return allocate(pool, contenders(state), Rule("base_merit", parameters, rules.round_to))


def _amounts(state: RaceState, shared: Allocation) -> dict[str, int]:
    return {team.key: shared.amounts[team.key] for team in state.active}


def _standing(state: RaceState, team: Team) -> Standing:
    if team.state is TeamIs.ELIM_PENDING:
        return Standing.PENDING
    decided = team.decided
    if decided is None or decided.stage != state.stage or decided.outcome is not Outcome.ADVANCE:
        return Standing.HELD
    return Standing.ADVANCED if team.state is TeamIs.RACING else Standing.HELD


def _after(state: RaceState, shared: Allocation) -> RaceState:
    """The next stage runs."""
    nxt = state.stage + 1
    state = each_active(
        state,
        lambda team: replace(
            team, share=shared.amounts[team.key], base_share=shared.base[team.key]
        ),
    )
    state = shared_out(state, _amounts(state, shared))
    state = with_stage(with_stage(state, state.stage, StageIs.CLOSED), nxt, StageIs.OPEN)
    return replace(state, state=RaceIs.RUNNING, stage=nxt)


def _reallocate(state: RaceState, event: Event) -> RaceState:
    return _after(state, share_next_pool(state))


def _top_up_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.RACING, TeamIs.HELD))
    yield from over_slack(state, event.amount)
    team = find(state, event.team)
    if team is not None and event.amount > gap(team):
        yield _NO_GAP.format(team=team.name, gap=amount_text(gap(team)))


def _top_up(state: RaceState, event: Event) -> RaceState:
    return ordered(state, event.team, event.amount)


def _refund_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, LEFT)
    team = find(state, event.team)
    if team is not None and not 0 < event.amount <= team.money.paid:
        yield _NOT_PAID.format(team=team.name, paid=amount_text(team.money.paid))


def _refund(state: RaceState, event: Event) -> RaceState:
    amount = event.amount
    money = state.team(event.team).money
    money = replace(money, paid=money.paid - amount, spent=money.spent - amount)
    state = changed(state, event.team, money=money)
    return replace(state, uncommitted=state.uncommitted + amount)


MOVES = (
    Move(
        "reallocate",
        "R14",
        Text("再分配", "reallocate"),
        Answers.ACT,
        frozenset({RaceIs.REALLOC}),
        _reallocate,
        nothing,
    ),
    Move(
        "top_up",
        "I4",
        Text("补足冲刺缺口", "fill the sprint gap"),
        Answers.ACT,
        frozenset({RaceIs.RUNNING}),
        _top_up,
        _top_up_needs,
        is_ordinary=False,
    ),
    Move(
        "refund",
        "I3",
        Text("退款", "refund"),
        Answers.STEP,
        UNDER_WAY,
        _refund,
        _refund_needs,
        is_ordinary=False,
    ),
)

_NO_GAP = Text("{team} 队的缺口只有 {gap}", "the gap of {team} is only {gap}")
_NOT_PAID = Text(
    "退款须大于零，且不超过已付给 {team} 队的 {paid}",
    "a refund must be more than zero and no more than the {paid} paid to {team}",
)
