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
from workflows.race.effect import all_ordered, changed, each_active, ordered, with_stage
from workflows.race.keeping import lacks
from workflows.race.means import gap
from workflows.race.state import RaceState, Team
from workflows.race.words import LEFT, Outcome, RaceIs, StageIs, TeamIs

_WAN = 1_000_000


def contenders(state: RaceState) -> list[Contender]:
    """The active teams as the formula sees them; nobody gets more than its gap. Who joined after
    the last checkpoint, or was brought back, gets the base part."""
    return [
        Contender(team.key, Fraction(team.score or 0, 100), _standing(state, team), cap=gap(team))
        for team in state.active
    ]


def share_next_pool(state: RaceState) -> Allocation:
    """The next stage's pool by the published formula. Where all of it would leave nobody able to
    finish, as many whole 万元 as needed are held back."""
    pool = state.stages[state.stage].pool
    whole = _shared(state, pool)
    if not lacks(_after(state, whole)):
        return whole
    low, high = 0, -(-pool // _WAN)
    while low + 1 < high:
        middle = (low + high) // 2
        if lacks(_after(state, _shared(state, middle * _WAN))):
            high = middle
        else:
            low = middle
    return _shared(state, low * _WAN)


def _shared(state: RaceState, pool: int) -> Allocation:
    rules = state.rules
    parameters = {"base_percent": rules.base_percent, "merit_percent": rules.merit_percent}
    return allocate(pool, contenders(state), Rule("base_merit", parameters, rules.round_to))


def _standing(state: RaceState, team: Team) -> Standing:
    if team.state is TeamIs.ELIM_PENDING:
        return Standing.PENDING
    decided = team.decided
    if decided is None or decided.stage != state.stage or decided.outcome is not Outcome.ADVANCE:
        return Standing.HELD
    return Standing.ADVANCED if team.state is TeamIs.RACING else Standing.HELD


def _after(state: RaceState, shared: Allocation) -> RaceState:
    """The next stage runs; pending shares are ring-fenced, the others ordered."""
    pending = {t.key for t in state.active if t.state is TeamIs.ELIM_PENDING}
    nxt = state.stage + 1
    state = each_active(state, lambda team: _with_share(team, shared, team.key in pending))
    due = {t.key: shared.amounts[t.key] for t in state.active if t.key not in pending}
    state = all_ordered(state, due)
    state = with_stage(with_stage(state, state.stage, StageIs.CLOSED), nxt, StageIs.OPEN)
    return replace(state, state=RaceIs.RUNNING, stage=nxt, paid_through=nxt)


def _with_share(team: Team, shared: Allocation, pending: bool) -> Team:
    share = shared.amounts[team.key]
    money = replace(team.money, ring_fenced=share) if pending else team.money
    return replace(team, share=share, base_share=shared.base[team.key], money=money)


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
