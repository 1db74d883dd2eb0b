"""Who can still finish: cost against means, and time against the plan (I2, I4 of §2.3).

A team's means are what it has and what the pool may still give it: its unspent money, its own
matching, the uncommitted pool without what is ring-fenced for others.
"""

from __future__ import annotations

from workflows.engine.money import amount_text
from workflows.engine.text import Text
from workflows.race.state import RaceState, Team


def own_means(team: Team) -> int:
    return team.money.unspent + team.matching


def gap(team: Team) -> int:
    """What finishing costs beyond its own means."""
    return max(0, team.cost_to_finish - own_means(team))


def pool_open(state: RaceState, team: Team) -> int:
    return state.free + team.money.ring_fenced


def can_finish(state: RaceState, team: Team) -> bool:
    """As I2 says it."""
    return (
        team.is_active
        and team.route in state.alive
        and gap(team) <= pool_open(state, team)
        and team.plan_days <= state.days_left
    )


def can_sprint(state: RaceState, team: Team) -> bool:
    """Can finish without touching the prize, which is promised to whoever crosses the line."""
    return can_finish(state, team) and gap(team) <= pool_open(state, team) - state.prize


def slack(state: RaceState) -> int:
    """What no stage ahead and no prize is waiting for."""
    return max(0, state.free - state.planned_ahead - state.prize)


def prospects_of(state: RaceState, team: Team) -> Text:
    """Whether it can finish, with the arithmetic."""
    if not team.is_active:
        return _NOT_RACING.format(team=team.name)
    if team.route not in state.alive:
        return _ROUTE_LOST.format(team=team.name)
    if team.plan_days > state.days_left:
        return _NO_TIME.format(team=team.name, plan=team.plan_days, left=state.days_left)
    sentence = _ABLE if can_finish(state, team) else _NO_MEANS
    return sentence.format(
        team=team.name,
        cost=amount_text(team.cost_to_finish),
        own=amount_text(own_means(team)),
        gap=amount_text(gap(team)),
        open=amount_text(pool_open(state, team)),
        spare=state.days_left - team.plan_days,
    )


_NOT_RACING = Text("{team} 队不在赛", "{team} is not in the race")
_ROUTE_LOST = Text("{team} 队的技术路线已终止或暂停", "the route of {team} has ended or is paused")
_NO_TIME = Text(
    "{team} 队尚需 {plan} 天，只剩 {left} 天", "{team} needs {plan} more days; {left} are left"
)
_ABLE = Text(
    "{team} 队尚需 {cost} − 自有 {own} = 缺口 {gap}，可用经费 {open}，时间余 {spare} 天",
    "{team} needs {cost} − own funds {own} = gap {gap}; {open} available, {spare} days to spare",
)
_NO_MEANS = Text(
    "{team} 队尚需 {cost} − 自有 {own} = 缺口 {gap}，大于可用经费 {open}",
    "{team} needs {cost} − own funds {own} = gap {gap}, more than the {open} available",
)
