"""The final test and how a race ends (R19-R22)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflows.engine.text import Text
from workflows.race.allocation import prize_shares
from workflows.race.course.model import UNDER_WAY, Answers, Event, Move, nothing
from workflows.race.course.needs import fewer_than, is_last_stage, nothing_pending, team_in
from workflows.race.course.passing import at_test, reopened, worked
from workflows.race.course.rescue import closed
from workflows.race.effect import changed, each_active, ordered, with_stage
from workflows.race.keeping import lacks
from workflows.race.state import RaceState
from workflows.race.words import RaceIs, StageIs, TeamIs

_RUNNING = frozenset({RaceIs.RUNNING})
_FINAL = frozenset({RaceIs.FINAL})
_WORKING = (TeamIs.RACING, TeamIs.HELD)


def _claim_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, _WORKING)
    yield from fewer_than(state.counts.claims, state.rules.claims_most)
    yield from nothing_pending(state)
    if is_last_stage(state):
        yield _LAST_STAGE


def _claim(state: RaceState, event: Event) -> RaceState:
    counts = replace(state.counts, claims=state.counts.claims + 1)
    state = replace(at_test(state), state=RaceIs.FINAL, counts=counts)
    return changed(state, event.team, state=TeamIs.AT_CHECKPOINT)


def _join_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, _WORKING)


def _join_claim(state: RaceState, event: Event) -> RaceState:
    """The others are informed, and may claim too."""
    return changed(state, event.team, state=TeamIs.AT_CHECKPOINT)


def _final_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if not is_last_stage(state):
        yield _NOT_YET
    yield from nothing_pending(state)


def _final_test(state: RaceState, event: Event) -> RaceState:
    state = with_stage(at_test(worked(state)), state.stage, StageIs.ASSESSING)
    state = each_active(state, lambda team: replace(team, state=TeamIs.AT_CHECKPOINT))
    return replace(state, state=RaceIs.FINAL)


def _pass_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.AT_CHECKPOINT,))


def _pass_test(state: RaceState, event: Event) -> RaceState:
    """The order of valid passes is the order of the race."""
    return changed(state, event.team, crossed=1 + _crossed(state))


def _cross_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if not _crossed(state):
        yield _NOBODY_CROSSED


def _cross_line(state: RaceState, event: Event) -> RaceState:
    crossed = sorted((t for t in state.teams if t.crossed), key=lambda t: t.crossed)
    shares = prize_shares(state.prize, state.rules.winner_percent, has_runner_up=len(crossed) > 1)
    for team, amount in zip(crossed, (shares.winner, shares.runner_up), strict=False):
        state = ordered(state, team.key, amount)
    for team in crossed:
        to = TeamIs.FINISHED if team is crossed[0] else TeamIs.RUNNER_UP
        state = changed(state, team.key, state=to, terms=None)
    state = with_stage(closed(state), state.stage, StageIs.CLOSED)
    return replace(state, state=RaceIs.FINISHED)


def _claim_fails_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if is_last_stage(state) or _crossed(state):
        yield _NOT_A_CLAIM


def _claim_fails(state: RaceState, event: Event) -> RaceState:
    return reopened(state)


def _extend_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if not is_last_stage(state) or _crossed(state):
        yield _NOT_OPEN
    least = state.rules.final_extension_percent
    if event.reached < least:
        yield _TOO_FAR.format(least=least)
    yield from fewer_than(state.counts.final_extensions, state.rules.final_extensions_most)


def _extend_final(state: RaceState, event: Event) -> RaceState:
    """The one extension that moves the finish itself."""
    days = state.rules.final_extension_days
    counts = replace(state.counts, final_extensions=state.counts.final_extensions + 1)
    state = replace(reopened(state), counts=counts, days_left=state.days_left + days)
    return each_active(state, lambda t: replace(t, plan_days=min(days, state.days_left)))


def _no_finish_needs(state: RaceState, event: Event) -> Iterator[Text]:
    """Not while the one extension is still owed."""
    if not is_last_stage(state) or _crossed(state):
        yield _NOT_OPEN
    elif not any(_extend_needs(state, event)) and not lacks(_extend_final(state, event)):
        yield _EXTENSION_OWED


def _no_finish(state: RaceState, event: Event) -> RaceState:
    return replace(closed(state), state=RaceIs.NO_FINISH, report=True)


def _solved_elsewhere(state: RaceState, event: Event) -> RaceState:
    return replace(closed(state), state=RaceIs.SOLVED_ELSEWHERE, back_to=None, report=True)


def _crossed(state: RaceState) -> int:
    return sum(team.crossed > 0 for team in state.teams)


MOVES = (
    Move(
        "claim",
        "R22",
        Text("提前申请冲线", "claim an early finish"),
        Answers.STEP,
        _RUNNING,
        _claim,
        _claim_needs,
        is_ordinary=False,
    ),
    Move(
        "join_claim",
        "R22",
        Text("一并申请冲线", "join the early finish claim"),
        Answers.STEP,
        _FINAL,
        _join_claim,
        _join_needs,
    ),
    Move(
        "final_test",
        "R19",
        Text("冲线评审", "hold the final review"),
        Answers.FACT,
        _RUNNING,
        _final_test,
        _final_needs,
    ),
    Move(
        "pass_test",
        "R20",
        Text("通过冲线测试", "pass the final test"),
        Answers.STEP,
        _FINAL,
        _pass_test,
        _pass_needs,
    ),
    Move(
        "cross_line",
        "R20",
        Text("宣布冲线", "declare the finish"),
        Answers.STEP,
        _FINAL,
        _cross_line,
        _cross_needs,
    ),
    Move(
        "claim_fails",
        "R22",
        Text("提前冲线未成", "early finish claim fails"),
        Answers.STEP,
        _FINAL,
        _claim_fails,
        _claim_fails_needs,
    ),
    Move(
        "extend_final",
        "R21",
        Text("冲线延期", "extend the final"),
        Answers.ACT,
        _FINAL,
        _extend_final,
        _extend_needs,
    ),
    Move(
        "no_finish",
        "R21",
        Text("未冲线终止", "end without a finish"),
        Answers.STEP,
        _FINAL,
        _no_finish,
        _no_finish_needs,
    ),
    Move(
        "solved_elsewhere",
        "§2.3",
        Text("目标已被他方实现", "target achieved by others"),
        Answers.STEP,
        UNDER_WAY,
        _solved_elsewhere,
        nothing,
        is_ordinary=False,
    ),
)

_LAST_STAGE = Text(
    "最后一个节点直接进入冲线评审", "the last stage goes straight to the final review"
)
_NOT_YET = Text("最后一个节点之后才是冲线评审", "the final review comes only after the last stage")
_NOBODY_CROSSED = Text("尚无团队通过冲线测试", "no team has passed the final test")
_NOT_A_CLAIM = Text("不是未成的提前申请", "this is not a failed early claim")
_NOT_OPEN = Text(
    "冲线评审已有通过或尚未到最后节点",
    "a team has passed the final review, or the last stage has not been reached",
)
_TOO_FAR = Text(
    "最好成绩不到目标的 {least}%，不得延期",
    "the best result is below {least}% of the target, so the final cannot be extended",
)
_EXTENSION_OWED = Text(
    "尚可延期一次，不得终止", "one extension is still possible, so the race cannot be ended"
)
