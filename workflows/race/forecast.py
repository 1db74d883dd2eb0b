"""What the board shows of the future: cost and time to finish, and whether anybody still can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.race.means import can_finish, gap, own_means, pool_open, prospects_of, slack
from workflows.race.state import RaceState, Team
from workflows.race.words import RaceIs


@dataclass(frozen=True, slots=True)
class Prospect:
    """One team: what finishing still costs, what it can draw on (own unspent and matching, and the
    pool open to it), the gap its own means leave, and the days it needs. `feasible` is I2's word
    for "can still finish"; `reason` says why, or why not."""

    team: str
    cost_to_finish: int
    own_means: int
    pool_open: int
    gap: int
    plan_days: int
    spare_days: int
    feasible: bool
    reason: Text


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of the active teams, in their order. `sprint_reserve` is what stays planned for the stages
    ahead, `sprint_gap` what the cheapest feasible team needs beyond its own means (None: there is
    none), `slack` what nothing is waiting for. `alarms` are for the head of the board."""

    prospects: tuple[Prospect, ...]
    can_finish: bool
    sprint_reserve: int
    sprint_gap: int | None
    slack: int
    routes_alive: int
    alarms: tuple[Text, ...]


def prospect(state: RaceState, key: str) -> Prospect:
    """Raises KeyError: there is no such team."""
    team = state.team(key)
    return Prospect(
        team=key,
        cost_to_finish=team.cost_to_finish,
        own_means=own_means(team),
        pool_open=pool_open(state, team),
        gap=gap(team),
        plan_days=team.plan_days,
        spare_days=state.days_left - team.plan_days,
        feasible=can_finish(state, team),
        reason=prospects_of(state, team),
    )


def forecast(state: RaceState) -> Forecast:
    able = [team for team in state.active if can_finish(state, team)]
    routes = {team.route for team in state.active} & state.alive
    return Forecast(
        prospects=tuple(prospect(state, team.key) for team in state.active),
        can_finish=bool(able),
        sprint_reserve=state.planned_ahead,
        sprint_gap=min((gap(team) for team in able), default=None),
        slack=slack(state),
        routes_alive=len(routes),
        alarms=tuple(_alarms(state, able, len(routes))),
    )


def _alarms(state: RaceState, able: list[Team], routes: int) -> Iterator[Text]:
    """While the race is under way."""
    if not state.has_started or state.is_over:
        return
    if state.state is RaceIs.RESCUE:
        yield _IN_RESCUE
    if not able:
        yield _NOBODY
    elif len(able) == 1:
        yield _LAST_TEAM.format(team=able[0].name)
    if routes == 1:
        yield _LAST_ROUTE
    if len(state.active) == state.floor:
        yield _AT_FLOOR.format(floor=state.floor)


_IN_RESCUE = Text("赛题处于保底救援", "The race is in rescue")
_NOBODY = Text("没有团队还能冲线", "No team can finish any more")
_LAST_TEAM = Text("只剩{team}还能冲线", "{team} is the last that can finish")
_LAST_ROUTE = Text("只剩一条技术路线", "One route is left")
_AT_FLOOR = Text(
    "在赛团队已到下限 {floor} 支，不能再淘汰", "At the floor of {floor} teams: none may be stopped"
)
