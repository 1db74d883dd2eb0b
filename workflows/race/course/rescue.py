"""The rescue: the only way a race may lose its last runner, and the ways out of it (R17, R18)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.engine.text import Text
from workflows.race.course.model import Answers, Event, Move
from workflows.race.course.needs import fewer_than, find, nothing_pending, over_slack, team_in
from workflows.race.course.passing import reopened
from workflows.race.effect import changed, each_active, ordered, settled
from workflows.race.means import can_sprint, slack
from workflows.race.state import RaceState, Route
from workflows.race.words import Appeal, RaceIs, TeamIs

_RESCUE = frozenset({RaceIs.RESCUE})


def into_rescue(state: RaceState) -> RaceState:
    """In the same transaction as the fact that made it necessary."""
    here = state.back_to if state.state in (RaceIs.HALTED, RaceIs.REFOCUSING) else state.state
    back_to = RaceIs.REALLOC if here is RaceIs.REALLOC else RaceIs.RUNNING
    return replace(state, state=RaceIs.RESCUE, back_to=back_to)


def _joins(state: RaceState, key: str, amount: int) -> RaceState:
    """One runner more, with a plan approved for the time that is left."""
    counts = replace(state.counts, rescues=state.counts.rescues + 1)
    plan = min(state.team(key).plan_days, state.days_left)
    state = changed(state, key, state=TeamIs.RACING, plan_days=plan)
    back_to = RaceIs.RUNNING if state.back_to is RaceIs.CHECKPOINT else state.back_to
    return ordered(replace(state, counts=counts, back_to=back_to), key, amount)


def _rescue_left(state: RaceState) -> Iterator[Text]:
    yield from fewer_than(state.counts.rescues, state.rules.rescues_most)


def _activate_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.RESERVE,))
    yield from _rescue_left(state)
    yield from over_slack(state, event.amount)


def _activate(state: RaceState, event: Event) -> RaceState:
    return _joins(state, event.team, event.amount)


def _revive_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.ELIMINATED,))
    yield from _rescue_left(state)
    yield from over_slack(state, event.amount)
    team = find(state, event.team)
    if team is not None and (team.decided is None or team.decided.stage < state.stage - 1):
        yield _TOO_LONG_AGO.format(team=team.name)


def _revive(state: RaceState, event: Event) -> RaceState:
    return _joins(changed(state, event.team, holds=0), event.team, event.amount)


def _entry_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if state.entry_tried:
        yield _ENTRY_TRIED


def _open_entry(state: RaceState, event: Event) -> RaceState:
    """The time passes for all; who races works on meanwhile."""
    days = state.rules.entry_days
    state = replace(state, entry_tried=True, days_left=max(0, state.days_left - days))
    return each_active(state, lambda t: replace(t, plan_days=max(0, t.plan_days - days)))


def _admit_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if not state.entry_tried:
        yield _NO_ENTRY
    yield from _rescue_left(state)
    yield from over_slack(state, event.amount)
    if event.entrant is None or find(state, event.entrant.key) is not None:
        yield _NO_ENTRANT


def _admit(state: RaceState, event: Event) -> RaceState:
    """Its route may be a new one."""
    assert event.entrant is not None
    entrant = event.entrant
    state = replace(state, teams=(*state.teams, entrant))
    if entrant.route not in {route.key for route in state.routes}:
        state = replace(state, routes=(*state.routes, Route(entrant.route, entrant.route)))
    return _joins(state, entrant.key, event.amount)


def _waive_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if state.floor_waived or not state.is_parallel:
        yield _NO_FLOOR
    if not state.entry_tried:
        yield _TRY_ENTRY
    if not _runners(state):
        yield _NO_RUNNER


def _waive_floor(state: RaceState, event: Event) -> RaceState:
    return replace(state, floor_waived=True)


def _ok_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if state.back_to is RaceIs.CHECKPOINT:
        yield _NOBODY_NEW


def _rescue_ok(state: RaceState, event: Event) -> RaceState:
    """Back to where the race was; a test that was open is called again for all."""
    if state.back_to is RaceIs.REALLOC:
        return replace(state, state=RaceIs.REALLOC, back_to=None)
    return reopened(state)


def _fail_needs(state: RaceState, event: Event) -> Iterator[Text]:
    """Only when nobody can finish, or the panel found everybody below the line, and every way out
    was tried."""
    if _runners(state) and state.back_to is not RaceIs.CHECKPOINT:
        yield _RUNNER_LEFT
    yield from nothing_pending(state)
    yield from untried(state)


def untried(state: RaceState, award: int | None = 0) -> Iterator[Text]:
    """The ways out of a rescue that are left; `award` (分) is what calling a reserve costs, None
    where none can be called."""
    if state.counts.rescues < state.rules.rescues_most:
        if not state.entry_tried:
            yield _TRY_ENTRY
        reserves = any(team.state is TeamIs.RESERVE for team in state.teams)
        if reserves and award is not None and award <= slack(state):
            yield _TRY_RESERVE
    if any(team.state is TeamIs.SUSPENDED for team in state.teams):
        yield _TRY_SUSPENDED


def _rescue_fail(state: RaceState, event: Event) -> RaceState:
    """With the panel's report and the minutes."""
    return replace(closed(state), state=RaceIs.NO_FINISH, back_to=None, report=True)


def closed(state: RaceState) -> RaceState:
    """Nobody runs any more; what is unspent returns, and an appeal has nothing left to win."""
    for team in state.teams:
        if team.is_active or team.state is TeamIs.SUSPENDED:
            state = changed(state, team.key, appeal=Appeal.NONE)
            state = settled(state, team.key, TeamIs.NOT_FINISHED)
    return state


def _runners(state: RaceState) -> bool:
    return any(can_sprint(state, team) for team in state.active)


MOVES = (
    Move(
        "activate_reserve",
        "R17",
        Text("启用候补", "call a reserve"),
        Answers.ACT,
        _RESCUE,
        _activate,
        _activate_needs,
    ),
    Move(
        "revive",
        "R17",
        Text("恢复上一节点淘汰团队", "revive a team eliminated at the last stage"),
        Answers.ACT,
        _RESCUE,
        _revive,
        _revive_needs,
    ),
    Move(
        "open_entry",
        "R17",
        Text("补充征集", "open a supplementary entry round"),
        Answers.ACT,
        _RESCUE,
        _open_entry,
        _entry_needs,
    ),
    Move(
        "admit",
        "R17",
        Text("补充入赛", "admit a new team"),
        Answers.ACT,
        _RESCUE,
        _admit,
        _admit_needs,
    ),
    Move(
        "waive_floor",
        "R18",
        Text("豁免下限", "waive the floor"),
        Answers.STEP,
        _RESCUE,
        _waive_floor,
        _waive_needs,
    ),
    Move(
        "rescue_ok",
        "R18",
        Text("救援成功", "rescue complete"),
        Answers.ACT,
        _RESCUE,
        _rescue_ok,
        _ok_needs,
    ),
    Move(
        "rescue_fail",
        "R18",
        Text("救援失败，未冲线终止", "rescue failed, end without a finish"),
        Answers.STEP,
        _RESCUE,
        _rescue_fail,
        _fail_needs,
    ),
)

_TOO_LONG_AGO = Text(
    "{team} 队的淘汰已过一个节点，不得恢复",
    "{team} was eliminated more than one stage ago and cannot be revived",
)
_ENTRY_TRIED = Text("已补充征集过", "a supplementary entry round has already been held")
_NO_ENTRY = Text("尚未补充征集", "no supplementary entry round has been held")
_NO_ENTRANT = Text("没有新的参赛团队", "there is no new team")
_NO_FLOOR = Text("下限无须豁免", "no floor needs to be waived")
_TRY_ENTRY = Text("须先补充征集", "a supplementary entry round must be held first")
_TRY_RESERVE = Text("须先启用候补团队", "the reserve teams must be called first")
_TRY_SUSPENDED = Text(
    "须先恢复或取消已暂停的团队", "suspended teams must be resumed or disqualified first"
)
_NO_RUNNER = Text("没有团队还能冲线", "no team can finish any more")
_RUNNER_LEFT = Text(
    "仍有团队能够冲线，不得终止", "a team can still finish, so the race cannot be ended"
)
_NOBODY_NEW = Text(
    "各队均低于保持线，须有新团队加入", "every team is below the hold line, so a new team must join"
)
