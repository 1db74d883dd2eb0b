"""Teams that leave, pause or join forces, and what nature does to a route or a cost (R12, R15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.engine.text import Text
from workflows.race.course.model import UNDER_WAY, Answers, Event, Move
from workflows.race.course.needs import find, team_in
from workflows.race.course.passing import decided_at, taken_over
from workflows.race.effect import changed, settled
from workflows.race.state import Money, RaceState
from workflows.race.words import ACTIVE, Appeal, RaceIs, RouteIs, TeamIs

_WORKING = (TeamIs.RACING, TeamIs.HELD)
_MAY_LEAVE = (*_WORKING, TeamIs.AT_CHECKPOINT, TeamIs.SUSPENDED)
_BETWEEN_TESTS = frozenset({RaceIs.RUNNING, RaceIs.REALLOC})


def _withdraw_needs(state: RaceState, event: Event) -> Iterator[Text]:
    """Not once its elimination is proposed: the decision is not evaded."""
    yield from team_in(state, event.team, _MAY_LEAVE)


def _withdraw(state: RaceState, event: Event) -> RaceState:
    return settled(state, event.team, TeamIs.WITHDRAWN)


def _disqualify_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, ACTIVE | {TeamIs.SUSPENDED})


def _disqualify(state: RaceState, event: Event) -> RaceState:
    state = changed(state, event.team, appeal=Appeal.NONE)
    return settled(state, event.team, TeamIs.DISQUALIFIED)


def _suspend_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (*_WORKING, TeamIs.AT_CHECKPOINT))
    team = find(state, event.team)
    if team is not None and team.suspended_at == state.stage:
        yield _SUSPENDED_ONCE.format(team=team.name)


def _suspend(state: RaceState, event: Event) -> RaceState:
    """Out of an open test, if it stands at one."""
    team = state.team(event.team)
    at_test = team.terms is not None
    stood_at = decided_at(team) if at_test else team.stood_at
    return changed(
        state,
        event.team,
        state=TeamIs.SUSPENDED,
        suspended_at=state.stage,
        terms=None,
        proposed=None,
        stood_at=stood_at,
        score=None if at_test else team.score,
    )


def _reinstate_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.SUSPENDED,))


def _reinstate(state: RaceState, event: Event) -> RaceState:
    holds = state.team(event.team).holds
    return changed(state, event.team, state=TeamIs.HELD if holds else TeamIs.RACING)


def _merge_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, _WORKING)
    yield from team_in(state, event.other, _WORKING)
    lead, other = find(state, event.team), find(state, event.other)
    if lead is not None and other is not None and lead.route == other.route:
        yield _SAME_ROUTE


def _merge(state: RaceState, event: Event) -> RaceState:
    """The lead takes over the other's money and matching: the commitment is conserved."""
    lead, other = state.team(event.team), state.team(event.other)
    state = changed(
        state,
        lead.key,
        money=taken_over(lead.money, other.money),
        matching=lead.matching + other.matching,
    )
    return changed(state, other.key, state=TeamIs.MERGED, money=Money(), matching=0)


def _route_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if event.other not in state.alive:
        yield _NO_ROUTE


def _route_dies(state: RaceState, event: Event) -> RaceState:
    routes = tuple(
        replace(route, state=RouteIs.DEAD) if route.key == event.other else route
        for route in state.routes
    )
    return replace(state, routes=routes)


def _re_estimate_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, ACTIVE)


def _re_estimate(state: RaceState, event: Event) -> RaceState:
    return changed(state, event.team, cost_to_finish=event.amount)


MOVES = (
    Move(
        "withdraw",
        "R15",
        Text("退赛", "withdraw from the race"),
        Answers.FACT,
        UNDER_WAY,
        _withdraw,
        _withdraw_needs,
        is_ordinary=False,
    ),
    Move(
        "disqualify",
        "R15",
        Text("取消资格", "disqualify"),
        Answers.FACT,
        UNDER_WAY,
        _disqualify,
        _disqualify_needs,
        is_ordinary=False,
    ),
    Move(
        "suspend",
        "R15",
        Text("暂停团队", "suspend a team"),
        Answers.FACT,
        UNDER_WAY,
        _suspend,
        _suspend_needs,
        is_ordinary=False,
    ),
    Move(
        "reinstate",
        "R15",
        Text("恢复团队", "resume a team"),
        Answers.STEP,
        _BETWEEN_TESTS | {RaceIs.RESCUE},
        _reinstate,
        _reinstate_needs,
    ),
    Move(
        "merge",
        "R12",
        Text("合并", "merge"),
        Answers.ACT,
        _BETWEEN_TESTS,
        _merge,
        _merge_needs,
        is_ordinary=False,
    ),
    Move(
        "route_dies",
        "R15",
        Text("路线终止", "end a route"),
        Answers.FACT,
        UNDER_WAY,
        _route_dies,
        _route_needs,
        is_ordinary=False,
    ),
    Move(
        "re_estimate",
        "I2",
        Text("重新估算成本", "re-estimate the cost"),
        Answers.FACT,
        UNDER_WAY,
        _re_estimate,
        _re_estimate_needs,
        is_ordinary=False,
    ),
)

_SUSPENDED_ONCE = Text(
    "{team} 队在本节点已被暂停过，请恢复后继续或作出处理决定",
    "{team} has already been suspended during this stage; resume it or make a final decision",
)
_SAME_ROUTE = Text("合并须技术路线互补", "only teams with complementary routes can merge")
_NO_ROUTE = Text("没有这条在用路线", "there is no such active route")
