"""I1, I2, I4 and I5: what a race must keep so that somebody can finish, whatever the office does.

An act of the office that would leave a lack here is refused; a fact from outside that leaves one
puts the race into RESCUE in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.engine.money import amount_text
from workflows.engine.text import Text, listed
from workflows.race.means import can_finish, can_sprint, gap, pool_open, prospects_of
from workflows.race.state import RaceState, Team
from workflows.race.words import RaceIs, TeamIs

_GONE_BY_THEMSELVES = frozenset({TeamIs.WITHDRAWN, TeamIs.DISQUALIFIED, TeamIs.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Lack:
    """`size` lets two outcome sets be compared: teams, routes or 分 that are missing."""

    invariant: str
    size: int
    reason: Text


def lacks(state: RaceState) -> tuple[Lack, ...]:
    """What is missing of I1, I2, I4 and I5, also in a race that is in RESCUE just now."""
    return (*_floor(state), *_runner(state), *_reserve(state), *_sprint(state), *_routes(state))


def has_runner(state: RaceState) -> bool:
    """Somebody has passed the final test, or can still finish without the prize."""
    return any(team.crossed or can_sprint(state, team) for team in state.active)


def runner_lost(before: RaceState, after: RaceState) -> tuple[Lack, ...]:
    """Why the last runner cannot finish any more; empty when there still is one, or was none."""
    if not has_runner(before) or has_runner(after):
        return ()
    return (*_runner(after), *_sprint(after))


def must_be_kept(state: RaceState) -> bool:
    """Not before the start, not when it is over, not in RESCUE, and no more once a team has passed
    the final test."""
    if not state.has_started or state.is_over or state.state is RaceIs.RESCUE:
        return False
    return not any(team.crossed for team in state.teams)


def floor_lacks(state: RaceState) -> Iterator[Text]:
    """I1."""
    if must_be_kept(state):
        yield from (lack.reason for lack in _floor(state))


def runner_lacks(state: RaceState) -> Iterator[Text]:
    """I2."""
    if must_be_kept(state):
        yield from (lack.reason for lack in _runner(state))


def reserve_lacks(state: RaceState) -> Iterator[Text]:
    """I4: the reserve also in RESCUE; the sprint where there must be a runner."""
    if not state.is_over:
        yield from (lack.reason for lack in _reserve(state))
    if must_be_kept(state):
        yield from (lack.reason for lack in _sprint(state))


def route_lacks(state: RaceState) -> Iterator[Text]:
    """I5."""
    if must_be_kept(state):
        yield from (lack.reason for lack in _routes(state))


def _floor(state: RaceState) -> Iterator[Lack]:
    active = len(state.active)
    if (missing := state.floor - active) > 0:
        yield Lack("I1", missing, _FLOOR.format(active=active, floor=state.floor))


def _runner(state: RaceState) -> Iterator[Lack]:
    if not any(can_finish(state, team) for team in state.active):
        teams = [prospects_of(state, team) for team in state.active]
        yield Lack("I2", 1, _RUNNER.format(teams=listed(teams) if teams else _NOBODY))


def _reserve(state: RaceState) -> Iterator[Lack]:
    needed = state.planned_ahead + state.prize
    if state.free < needed:
        yield Lack(
            "I4",
            needed - state.free,
            _RESERVE.format(
                uncommitted=amount_text(state.uncommitted),
                fenced=amount_text(state.ring_fenced),
                free=amount_text(state.free),
                ahead=amount_text(state.planned_ahead),
                prize=amount_text(state.prize),
                needed=amount_text(needed),
            ),
        )


def _sprint(state: RaceState) -> Iterator[Lack]:
    able = [team for team in state.active if can_finish(state, team)]
    if able and not any(can_sprint(state, team) for team in able):
        team = min(able, key=lambda one: (gap(one) - one.money.ring_fenced, one.key))
        open_to_it = pool_open(state, team) - state.prize
        yield Lack(
            "I4",
            gap(team) - open_to_it,
            _SPRINT.format(
                team=team.name,
                gap=amount_text(gap(team)),
                open=amount_text(open_to_it),
                prize=amount_text(state.prize),
            ),
        )


def _routes(state: RaceState) -> Iterator[Lack]:
    stage = state.decided_stage
    if not stage or not state.is_parallel or state.floor_waived:
        return
    passing = {team.route for team in state.teams if _passed(state, team, stage)}
    kept = {team.route for team in state.active} & state.alive
    if len(passing) >= 2 and len(kept) < 2:
        lost = sorted(passing - kept)
        names = {route.key: route.name for route in state.routes}
        yield Lack(
            "I5",
            2 - len(kept),
            _ROUTES.format(
                stage=stage,
                passing=len(passing),
                line=state.rules.hold_line,
                kept=len(kept),
                lost=listed(names[key] for key in lost),
            ),
        )


def _passed(state: RaceState, team: Team, stage: int) -> bool:
    return (
        team.decided is not None
        and team.decided.stage == stage
        and team.decided.score >= state.rules.hold_line * 100
        and team.route in state.alive
        and team.state not in _GONE_BY_THEMSELVES
    )


_FLOOR = Text(
    "在赛团队仅 {active} 支，本阶段不得少于 {floor} 支",
    "teams in the race: only {active}; this stage needs at least {floor}",
)
_RUNNER = Text("没有团队还能冲线：{teams}", "no team can finish any more: {teams}")
_NOBODY = Text("没有在赛团队", "no team is in the race")
_RESERVE = Text(
    "未分配 {uncommitted} − 申诉期留存 {fenced} = {free}，小于后续节点 {ahead} + 奖励 {prize} = "
    "{needed}",
    "uncommitted {uncommitted} − ring-fenced {fenced} = {free}, less than later stages {ahead} + "
    "prize {prize} = {needed}",
)
_SPRINT = Text(
    "冲刺经费不足：缺口最小的 {team} 队缺 {gap}，扣除奖励 {prize} 后只有 {open}",
    "not enough sprint money: {team}, with the smallest gap, needs {gap}; after the prize of "
    "{prize} only {open} is left",
)
_ROUTES = Text(
    "第 {stage} 节点有 {passing} 条路线达到 {line} 分，在赛只剩 {kept} 条路线，失去：{lost}",
    "at stage {stage}, {passing} routes reached {line}; only {kept} routes are left in the race; "
    "lost: {lost}",
)
