"""How a race stands or ended, in one sentence for whoever opens its page for the first time."""

from __future__ import annotations

from collections.abc import Sequence

from app.models import Race
from app.services.races.lanes import Lane
from workflows.engine.calendar import local_date
from workflows.engine.text import Text, listed


def standing(race: Race, lanes: Sequence[Lane]) -> Text | None:
    """Of the present; None before the start, when what the race waits for says it all."""
    day = local_date(race.state_entered_at).isoformat()
    if race.state in _ENDED:
        return _ENDED[race.state].format(day=day)
    if race.state == "finished":
        return _finished(lanes, day)
    return _under_way(race, lanes) if race.stage else None


def crossed(lanes: Sequence[Lane]) -> list[Lane]:
    """In the order of their valid passes."""
    return sorted((lane for lane in lanes if lane.crossed), key=lambda lane: lane.crossed)


def _finished(lanes: Sequence[Lane], day: str) -> Text:
    first, *later = crossed(lanes)
    unit, route = first.team.proposal.lead_unit.name, first.team.route.name
    won = _WON.format(day=day, lane=first.team.lane, unit=unit, route=route)
    if not later:
        return Text(f"{won.zh}。", f"{won.en}.")
    others = listed(Text(f"{one.team.lane}队", f"team {one.team.lane}") for one in later)
    return Text(f"{won.zh}；{others.zh}随后达到。", f"{won.en}; {others.en} met them later.")


def _under_way(race: Race, lanes: Sequence[Lane]) -> Text:
    started = [lane for lane in lanes if not lane.is_waiting]
    racing = [lane for lane in started if lane.is_racing and lane.team.state != "suspended"]
    suspended = sum(lane.team.state == "suspended" for lane in started)
    words = _SOME_SUSPENDED if suspended else _UNDER_WAY
    return words.format(
        started=len(started),
        suspended=suspended,
        teams=len(racing),
        routes=len({lane.team.route_id for lane in racing}),
        stage=race.stage,
        stages=len(race.stages),
    )


_WON = Text(
    "{day} 冲线：{lane}队（{unit}，{route}路线）首个达到全部核心指标",
    "Finished on {day}: team {lane} ({unit}, {route} route) was the first to meet "
    "every core metric",
)
_UNDER_WAY = Text(
    "先后有 {started} 队参赛，现有 {teams} 队、{routes} 条技术路线在赛，处于第 {stage} 节点"
    "（共 {stages} 个）。",
    "Teams so far: {started}. Still racing: {teams}. Technical routes: {routes}. "
    "Stage {stage} of {stages}.",
)
_SOME_SUSPENDED = Text(
    "先后有 {started} 队参赛，现有 {teams} 队、{routes} 条技术路线在赛，另有 {suspended} 队暂停，"
    "处于第 {stage} 节点（共 {stages} 个）。",
    "Teams so far: {started}. Still racing: {teams}. Suspended: {suspended}. Technical routes: "
    "{routes}. Stage {stage} of {stages}.",
)
_ENDED = {
    "no_finish": Text(
        "{day} 终止：没有团队达到冲线标准，各队表现和终止依据见情况通报。",
        "Ended on {day}: no team met the finish-line standard. The report describes each "
        "team's performance and the basis for ending the race.",
    ),
    "solved_elsewhere": Text(
        "{day} 结束：经专家组认定，目标已被他方实现。",
        "Ended on {day}: the panel found that someone else had already achieved the target.",
    ),
    "cancelled": Text(
        "{day} 撤销，起跑之前没有团队参赛。",
        "Cancelled on {day}: no team entered before the start.",
    ),
}
