"""What the head of the board warns of: how little is left between a race and its rescue."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.text import Text
from workflows.race.means import can_finish
from workflows.race.state import RaceState
from workflows.race.words import RaceIs


def alarms(state: RaceState) -> Iterator[Text]:
    """While the race is under way."""
    if not state.has_started or state.is_over:
        return
    if state.state is RaceIs.RESCUE:
        yield _IN_RESCUE
    able = [team for team in state.active if can_finish(state, team)]
    if not able:
        yield _NOBODY
    elif len(able) == 1:
        yield _LAST_TEAM.format(team=able[0].name)
    if len({team.route for team in state.active} & state.alive) == 1:
        yield _LAST_ROUTE
    if len(state.active) == state.floor:
        yield _AT_FLOOR.format(floor=state.floor)


_IN_RESCUE = Text("赛题处于保底救援", "The race is in rescue")
_NOBODY = Text("没有团队还能冲线", "No team can finish any more")
_LAST_TEAM = Text("只剩 {team} 队还能冲线", "Only {team} can still finish")
_LAST_ROUTE = Text("只剩一条技术路线", "Only one technical route is left")
_AT_FLOOR = Text(
    "在赛团队已到下限 {floor} 支，不能再淘汰",
    "Teams in the race are down to the floor of {floor}; no more can be eliminated",
)
