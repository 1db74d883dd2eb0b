"""One checkpoint from the evidence to the one decision (R5-R10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from workflows.engine.text import Text
from workflows.race.by_rule import at_checkpoint, is_assessed
from workflows.race.course.model import Answers, Event, Move
from workflows.race.course.needs import team_in
from workflows.race.course.running import DOCUMENT
from workflows.race.effect import (
    changed,
    each,
    each_active,
    take_effect,
    with_stage,
)
from workflows.race.outcomes import outcome_faults, would_break
from workflows.race.state import RaceState, Team
from workflows.race.words import Outcome, RaceIs, StageIs, TeamIs

_CHECKPOINT = frozenset({RaceIs.CHECKPOINT})
_RESULT_NOTICE = frozenset({RaceIs.RESULT_NOTICE})


def _evidence_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.RACING, TeamIs.HELD))


def _submit(state: RaceState, event: Event) -> RaceState:
    return changed(state, event.team, state=TeamIs.AT_CHECKPOINT)


def _miss(state: RaceState, event: Event) -> RaceState:
    return changed(state, event.team, state=TeamIs.AT_CHECKPOINT, score=0, hard_met=False)


def _assess_needs(state: RaceState, event: Event) -> Iterator[Text]:
    """One panel, one deadline: the scores of all are opened together."""
    if any(team.state is not TeamIs.AT_CHECKPOINT for team in state.active):
        yield _NOT_IN
    elif is_assessed(state):
        yield _SCORED
    elif dict(event.scores).keys() != {t.key for t in state.active if t.score is None}:
        yield _NOT_ALL_SCORED


def _assess(state: RaceState, event: Event) -> RaceState:
    """The panel also takes note of what finishing will still cost. Who handed nothing in has its
    score of 0 already."""
    scores, costs = dict(event.scores), dict(event.costs)
    state = each_active(
        state,
        lambda team: replace(
            team,
            score=scores.get(team.key, team.score),
            hard_met=team.hard_met and team.key not in event.missed,
            cost_to_finish=costs.get(team.key, team.cost_to_finish),
        ),
    )
    return with_stage(state, state.stage, StageIs.RESULT_DRAFT)


def _publish_needs(state: RaceState, event: Event) -> Iterator[Text]:
    if not is_assessed(state):
        yield _UNSCORED
    else:
        yield from outcome_faults(state, dict(event.outcomes))


def _publish(state: RaceState, event: Event) -> RaceState:
    published = dict(event.outcomes)
    state = each(
        state,
        lambda team: _published(team, published[team.key]) if team.key in published else team,
    )
    state = with_stage(state, state.stage, StageIs.NOTICE)
    return replace(state, state=RaceIs.RESULT_NOTICE)


def _published(team: Team, outcome: Outcome) -> Team:
    pending = outcome is Outcome.ELIMINATE
    to = TeamIs.ELIM_PENDING if pending else TeamIs.AT_CHECKPOINT
    return replace(team, state=to, proposed=outcome)


def _decide_needs(state: RaceState, event: Event) -> Iterator[Text]:
    """What was published, but for those who must now be kept as the last runner."""
    outcomes = dict(event.outcomes)
    published = {team.key: team.proposed for team in at_checkpoint(state)}
    if outcomes.keys() != published.keys():
        yield _NOT_EVERYBODY
        return
    for key, outcome in outcomes.items():
        if outcome is not published[key] and not _is_kept(state, published, outcomes, key):
            yield _NOT_PUBLISHED.format(team=state.team(key).name)
    yield from (violation.reason for violation in would_break(state, outcomes))


def _is_kept(
    state: RaceState,
    published: Mapping[str, Outcome | None],
    outcomes: Mapping[str, Outcome],
    key: str,
) -> bool:
    if published[key] is not Outcome.ELIMINATE or outcomes[key] is not Outcome.HOLD:
        return False
    return bool(would_break(state, {**outcomes, key: Outcome.ELIMINATE}))


def _decide(state: RaceState, event: Event) -> RaceState:
    return take_effect(state, dict(event.outcomes), DOCUMENT.format(state.stage))


def _retest_needs(state: RaceState, event: Event) -> Iterator[Text]:
    yield from team_in(state, event.team, (TeamIs.HELD,))


def _retest(state: RaceState, event: Event) -> RaceState:
    """What the yellow card was shown for is rectified: the card is cleared, the money stays."""
    return changed(state, event.team, state=TeamIs.RACING, holds=0)


MOVES = (
    Move(
        "submit_evidence",
        "R5",
        Text("提交佐证", "submit the evidence"),
        Answers.STEP,
        _CHECKPOINT,
        _submit,
        _evidence_needs,
    ),
    Move(
        "miss_evidence",
        "R5",
        Text("逾期未交佐证", "miss the evidence deadline"),
        Answers.STEP,
        _CHECKPOINT,
        _miss,
        _evidence_needs,
        is_ordinary=False,
    ),
    Move(
        "assess",
        "R6",
        Text("考核评分", "score the assessment"),
        Answers.FACT,
        _CHECKPOINT,
        _assess,
        _assess_needs,
    ),
    Move(
        "publish_result",
        "R7-R9",
        Text("公示节点结果", "publish the stage results"),
        Answers.STEP,
        _CHECKPOINT,
        _publish,
        _publish_needs,
    ),
    Move(
        "decide_stage",
        "R10",
        Text("作出节点决定", "decide the stage"),
        Answers.STEP,
        _RESULT_NOTICE,
        _decide,
        _decide_needs,
    ),
    Move(
        "retest",
        "R8",
        Text("复测合格，撤销黄牌", "pass the re-test and cancel a yellow card"),
        Answers.STEP,
        frozenset({RaceIs.RUNNING}),
        _retest,
        _retest_needs,
        is_ordinary=False,
    ),
)

_NOT_IN = Text(
    "佐证尚未交齐，同一截止时间对各队有效",
    "evidence is not complete; the same deadline applies to every team",
)
_SCORED = Text("已评分", "already scored")
_NOT_ALL_SCORED = Text("须同时给出全部团队的得分", "scores must be given for all teams together")
_UNSCORED = Text("尚有团队未评分", "some teams have not been scored")
_NOT_EVERYBODY = Text("须对全部团队同时决定", "all teams must be decided together")
_NOT_PUBLISHED = Text(
    "{team} 队的结论与公示不一致，且并非保底所需",
    "the outcome for {team} differs from the public notice and is not needed as a safeguard",
)
