"""Starting, calling a test, extending, refocusing and halting (R3, R4, R13)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from workflows.engine.text import Text
from workflows.race.allocation import Contender, Rule, allocate
from workflows.race.by_rule import all_below, is_assessed
from workflows.race.course.model import Answers, Event, Move, nothing
from workflows.race.course.needs import fewer_than, is_last_stage, nothing_pending
from workflows.race.course.passing import at_test, reopened, worked
from workflows.race.effect import all_ordered, each_active, with_stage
from workflows.race.state import RaceState
from workflows.race.words import BEFORE_START, RaceIs, StageIs, TeamIs

_RUNNING = frozenset({RaceIs.RUNNING})
DOCUMENT = "stage {0}"
"""Stands for the decision document where the race is only thought through."""


def _start_needs(state: RaceState, event: Event) -> Iterator[Text]:
    teams = [team for team in state.teams if team.state is TeamIs.ENTERED]
    if len(teams) < 2 or len({team.route for team in teams}) < 2:
        yield _TOO_FEW


def _start(state: RaceState, event: Event) -> RaceState:
    """All start level: equal parts of the first pool."""
    teams = tuple(
        replace(t, state=TeamIs.RACING) if t.state is TeamIs.ENTERED else t for t in state.teams
    )
    state = replace(state, state=RaceIs.RUNNING, stage=1, teams=teams, paid_through=1)
    contenders = [Contender(team.key, Fraction(0)) for team in state.active]
    rule = Rule("equal", {}, state.rules.round_to)
    amounts = allocate(state.stages[0].pool, contenders, rule).amounts
    shares = {team.key: amounts[team.key] for team in state.active}
    return with_stage(all_ordered(state, shares), 1, StageIs.OPEN)


def _checkpoint_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if is_last_stage(state):
        yield _LAST_STAGE
    yield from nothing_pending(state)


def _call_checkpoint(state: RaceState, event: Event) -> RaceState:
    state = with_stage(at_test(worked(state)), state.stage, StageIs.EVIDENCE_DUE)
    return replace(state, state=RaceIs.CHECKPOINT)


def _extend_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from fewer_than(state.counts.extensions, state.rules.extensions_most)
    stage = state.stages[state.stage - 1]
    if state.state is RaceIs.CHECKPOINT and stage.state is not StageIs.EVIDENCE_DUE:
        yield _EVIDENCE_CLOSED


def _extend(state: RaceState, event: Event) -> RaceState:
    """The evidence of all is due later; the published finish stays where it is."""
    counts = replace(state.counts, extensions=state.counts.extensions + 1)
    return replace(state, counts=counts, days_left=state.days_left - state.rules.extension_days)


def _refocus_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from fewer_than(state.counts.refocuses, state.rules.refocuses_most)
    if state.state is RaceIs.CHECKPOINT:
        if not is_assessed(state) or not all_below(state):
            yield _TEST_OPEN
    elif not state.decided_stage:
        yield _NO_RESULT


def _refocus(state: RaceState, event: Event) -> RaceState:
    """A new target for all on one day. After a test in which all were below the line, nobody is
    eliminated: that test is called again for all (R16)."""
    if state.state is RaceIs.CHECKPOINT:
        state = reopened(state)
    counts = replace(state.counts, refocuses=state.counts.refocuses + 1)
    state = replace(
        state,
        state=RaceIs.REFOCUSING,
        back_to=state.state,
        counts=counts,
        target_version=state.target_version + 1,
    )
    return each_active(
        state,
        lambda t: replace(t, cost_to_finish=max(0, t.cost_to_finish + event.amount)),
    )


def _halt_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from fewer_than(state.counts.halts, state.rules.halts_most)


def _halt(state: RaceState, event: Event) -> RaceState:
    counts = replace(state.counts, halts=state.counts.halts + 1)
    return replace(state, state=RaceIs.HALTED, back_to=state.state, counts=counts)


def _go_back(state: RaceState, event: Event) -> RaceState:
    return replace(state, state=state.back_to or RaceIs.RUNNING, back_to=None)


def _cancel(state: RaceState, event: Event) -> RaceState:
    return replace(state, state=RaceIs.CANCELLED)


MOVES = (
    Move(
        "start",
        "R3",
        Text("启动", "start"),
        Answers.ACT,
        frozenset({RaceIs.NOTICE}),
        _start,
        _start_needs,
    ),
    Move(
        "cancel",
        "§2.3",
        Text("撤销", "cancel"),
        Answers.STEP,
        BEFORE_START,
        _cancel,
        nothing,
        is_ordinary=False,
    ),
    Move(
        "call_checkpoint",
        "R4",
        Text("开始节点考核", "start the checkpoint"),
        Answers.FACT,
        _RUNNING,
        _call_checkpoint,
        _checkpoint_needs,
    ),
    Move(
        "extend",
        "R4",
        Text("联合延期", "grant a joint extension"),
        Answers.ACT,
        frozenset({RaceIs.RUNNING, RaceIs.CHECKPOINT}),
        _extend,
        _extend_needs,
        is_ordinary=False,
    ),
    Move(
        "refocus",
        "R13",
        Text("调整聚焦目标", "adjust the target"),
        Answers.ACT,
        frozenset({RaceIs.RUNNING, RaceIs.REALLOC, RaceIs.CHECKPOINT}),
        _refocus,
        _refocus_needs,
        is_ordinary=False,
    ),
    Move(
        "set_target",
        "R13",
        Text("发布新目标", "publish the new target"),
        Answers.STEP,
        frozenset({RaceIs.REFOCUSING}),
        _go_back,
        nothing,
    ),
    Move(
        "halt",
        "§2.3",
        Text("暂停", "halt"),
        Answers.STEP,
        frozenset(
            {
                RaceIs.RUNNING,
                RaceIs.CHECKPOINT,
                RaceIs.RESULT_NOTICE,
                RaceIs.REALLOC,
                RaceIs.FINAL,
            }
        ),
        _halt,
        _halt_needs,
        is_ordinary=False,
    ),
    Move(
        "resume",
        "§2.3",
        Text("恢复", "resume"),
        Answers.STEP,
        frozenset({RaceIs.HALTED}),
        _go_back,
        nothing,
    ),
)

_TOO_FEW = Text("至少 2 支团队、2 条技术路线", "at least 2 teams and 2 routes are required")
_LAST_STAGE = Text("最后一个节点进入冲线评审", "the last stage goes to the final review")
_EVIDENCE_CLOSED = Text(
    "本节点佐证已截止，不能再延期",
    "evidence for this stage is closed, so it can no longer be extended",
)
_TEST_OPEN = Text(
    "节点考核进行中，不得调整目标", "the target cannot be adjusted during a checkpoint"
)
_NO_RESULT = Text("尚无节点结论可依据", "there is no stage outcome to base this on")
