"""R7-R9 and R16, team by team: what the published rules propose, and what people may choose.

What the race as a whole needs is the business of `outcomes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from workflows.engine.scores import score_text
from workflows.engine.text import Text
from workflows.race.allocation import Contender, Standing
from workflows.race.effect import may_be_held
from workflows.race.noise import is_inside
from workflows.race.state import RaceState, Team
from workflows.race.words import Outcome, TeamIs


class Ground(StrEnum):
    """The named rule an outcome rests on."""

    PASSED = "passed"
    BETWEEN_LINES = "between_lines"
    HARD_INDICATOR = "hard_indicator"
    ONLY_ROUTE = "only_route"
    INSIDE_NOISE = "inside_noise"
    BELOW_LINE = "below_line"
    BELOW_QUOTA = "below_quota"
    SECOND_HOLD = "second_hold"
    ALL_BELOW = "all_below"
    LAST_RUNNER = "last_runner"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`reason` is the sentence for the team and the decision maker."""

    team: str
    outcome: Outcome
    ground: Ground
    reason: Text


Spreads = Mapping[str, Fraction]
"""The standard deviation of each team's score, in points."""


def at_checkpoint(state: RaceState) -> tuple[Team, ...]:
    """Who stands at the open checkpoint, those already proposed for elimination included."""
    here = (TeamIs.AT_CHECKPOINT, TeamIs.ELIM_PENDING)
    return tuple(t for t in state.teams if t.state in here and t.stood_at == state.stage)


def is_assessed(state: RaceState) -> bool:
    """Every active team stands at the checkpoint and has its score."""
    return all(t.state is TeamIs.AT_CHECKPOINT and t.score is not None for t in state.active)


def all_below(state: RaceState) -> bool:
    """R16: nobody at the checkpoint reached the hold line."""
    teams = at_checkpoint(state)
    return bool(teams) and not any(_reached(state, team) for team in teams)


def by_the_rules(state: RaceState, sds: Spreads) -> tuple[Proposal, ...]:
    """The proposal for every team at the checkpoint, each looked at alone."""
    teams = at_checkpoint(state)
    if all_below(state):
        return tuple(_proposal(state, t, Outcome.HOLD, Ground.ALL_BELOW) for t in teams)
    return tuple(_of_one(state, team, sds) for team in teams)


def choices(state: RaceState, team: Team) -> frozenset[Outcome]:
    """What people may decide for a team within R7-R9; they need a reason where it is not what
    `by_the_rules` proposes."""
    if _qualified(state, team):
        if _places_taken(state, team, or_equal=True) < _quota(state):
            return frozenset({Outcome.ADVANCE})
        return frozenset(Outcome) if may_be_held(state, team) else _NO_HOLD
    if may_be_held(state, team):
        return frozenset({Outcome.HOLD})
    return frozenset({Outcome.ELIMINATE})


_NO_HOLD = frozenset({Outcome.ADVANCE, Outcome.ELIMINATE})


def _of_one(state: RaceState, team: Team, sds: Spreads) -> Proposal:
    if not _reached(state, team):
        return _proposal(state, team, Outcome.ELIMINATE, Ground.BELOW_LINE)
    if _qualified(state, team):
        ground = _beyond_quota(state, team, sds)
        if ground is None:
            return _proposal(state, team, Outcome.ADVANCE, Ground.PASSED)
        if ground is Ground.BELOW_QUOTA:
            return _proposal(state, team, Outcome.ELIMINATE, ground)
    else:
        hard = team.score is not None and team.score >= state.rules.pass_line * 100
        ground = Ground.HARD_INDICATOR if hard else Ground.BETWEEN_LINES
    if may_be_held(state, team):
        return _proposal(state, team, Outcome.HOLD, ground)
    return _proposal(state, team, Outcome.ELIMINATE, Ground.SECOND_HOLD)


def _beyond_quota(state: RaceState, team: Team, sds: Spreads) -> Ground | None:
    """Why a qualified team is not among those who go on; None when it is. Equal scores at the
    edge of the quota are all held: nothing tells them apart."""
    if _places_taken(state, team, or_equal=True) < _quota(state):
        return None
    rivals = [t for t in state.active if t.key != team.key and t.route == team.route]
    if not rivals:
        return Ground.ONLY_ROUTE
    if _places_taken(state, team, or_equal=False) < _quota(state):
        return Ground.INSIDE_NOISE
    last = sorted(_qualified_scores(state), reverse=True)[_quota(state) - 1]
    others = [t for t in at_checkpoint(state) if _qualified(state, t) and t.score == last]
    if not state.rules.quota_inside_noise and any(_close(team, other, sds) for other in others):
        return Ground.INSIDE_NOISE
    return Ground.BELOW_QUOTA


def _close(team: Team, ahead: Team, sds: Spreads) -> bool:
    one, other = (
        Contender(t.key, Fraction(t.score or 0, 100), Standing.ADVANCED, sds.get(t.key))
        for t in (team, ahead)
    )
    return is_inside(one, other)


def _places_taken(state: RaceState, team: Team, *, or_equal: bool) -> int:
    """Qualified teams ahead of this one, or level with it."""
    others = [
        t.score
        for t in at_checkpoint(state)
        if t.key != team.key and _qualified(state, t) and t.score is not None
    ]
    mine = team.score or 0
    return sum(score > mine or (or_equal and score == mine) for score in others)


def _qualified_scores(state: RaceState) -> list[int]:
    return [t.score for t in at_checkpoint(state) if _qualified(state, t) and t.score is not None]


def _qualified(state: RaceState, team: Team) -> bool:
    return team.hard_met and (team.score or 0) >= state.rules.pass_line * 100


def _reached(state: RaceState, team: Team) -> bool:
    return (team.score or 0) >= state.rules.hold_line * 100


def _quota(state: RaceState) -> int:
    return next(s.quota for s in state.stages if s.number == state.stage)


def _proposal(state: RaceState, team: Team, outcome: Outcome, ground: Ground) -> Proposal:
    rules = state.rules
    reason = _REASONS[ground].format(
        team=team.name,
        score=score_text(team.score or 0),
        passing=rules.pass_line,
        hold=rules.hold_line,
        quota=_quota(state),
        holds=team.holds,
    )
    return Proposal(team.key, outcome, ground, reason)


_REASONS = {
    Ground.PASSED: Text(
        "{team} 队 {score} 分，达到晋级线 {passing} 分，硬指标达成，在名额 {quota} 之内：晋级",
        "{team}: score {score}, reached the pass line of {passing} and the hard metrics, within "
        "the quota of {quota}: advanced",
    ),
    Ground.BETWEEN_LINES: Text(
        "{team} 队 {score} 分，在保持线 {hold} 分与晋级线 {passing} 分之间：保持观察，限期整改",
        "{team}: score {score}, between the hold line of {hold} and the pass line of {passing}: "
        "held, to be rectified",
    ),
    Ground.HARD_INDICATOR: Text(
        "{team} 队 {score} 分，但硬指标未达成：保持观察，限期整改",
        "{team}: score {score}, but hard metrics not met: held, to be rectified",
    ),
    Ground.ONLY_ROUTE: Text(
        "{team} 队 {score} 分，名额 {quota} 已满，但技术路线独有：保持观察",
        "{team}: score {score}, the quota of {quota} is full, but no other team has its route: "
        "held",
    ),
    Ground.INSIDE_NOISE: Text(
        "{team} 队 {score} 分，名额 {quota} 已满，但与入围者的差距在评分误差之内：保持观察，"
        "淘汰须集体决定并说明理由",
        "{team}: score {score}, the quota of {quota} is full, but the gap to the selected teams "
        "is within the margin of error: held; elimination needs a reasoned collective decision",
    ),
    Ground.BELOW_LINE: Text(
        "{team} 队 {score} 分，低于保持线 {hold} 分：拟淘汰",
        "{team}: score {score}, below the hold line of {hold}: proposed for elimination",
    ),
    Ground.BELOW_QUOTA: Text(
        "{team} 队 {score} 分，名额 {quota} 已满：拟淘汰",
        "{team}: score {score}, the quota of {quota} is full: proposed for elimination",
    ),
    Ground.SECOND_HOLD: Text(
        "{team} 队 {score} 分，已连续保持观察 {holds} 次，不得再次保持：拟淘汰",
        "{team}: score {score}, already held {holds} times in a row and cannot be held again: "
        "proposed for elimination",
    ),
    Ground.ALL_BELOW: Text(
        "{team} 队 {score} 分；各队均低于保持线 {hold} 分，不执行淘汰：保持观察",
        "{team}: score {score}; every team is below the hold line of {hold}, so none is "
        "eliminated: held",
    ),
}
