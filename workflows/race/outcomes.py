"""From the scores of one checkpoint to the outcome of every team; 保底 (R7-R10, R16, I1-I5).

A whole outcome set is looked at as if it were effective. Where something would be lacking, the
best-ranked would-be loser whose staying mends it is held, and the decision maker is told why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from workflows.engine.scores import score_text
from workflows.engine.text import Text, listed
from workflows.race.by_rule import (
    Ground,
    Proposal,
    Spreads,
    all_below,
    at_checkpoint,
    by_the_rules,
    choices,
)
from workflows.race.effect import each, take_effect
from workflows.race.invariants import Violation
from workflows.race.keeping import Lack, lacks
from workflows.race.means import gap
from workflows.race.state import RaceState, Team
from workflows.race.words import Appeal, Outcome

__all__ = [
    "Ground",
    "Outcomes",
    "Proposal",
    "Spreads",
    "outcome_faults",
    "propose",
    "protect",
    "who_to_keep",
    "would_break",
]

Outcomes = Mapping[str, Outcome]


def propose(state: RaceState, sds: Spreads | None = None) -> tuple[Proposal, ...]:
    """The outcome of every team at the checkpoint by the published rules, corrected so that I1, I2,
    I4 and I5 hold. `sds` are the standard deviations of the scores."""
    return protect(state, by_the_rules(state, sds or {}))


def would_break(state: RaceState, outcomes: Outcomes) -> tuple[Violation, ...]:
    """What of I1, I2, I4 and I5 the whole outcome set would break, were it effective now and every
    appeal lost."""
    return tuple(Violation(lack.invariant, lack.reason) for lack in _lacking(state, outcomes))


def protect(state: RaceState, proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """The proposals with as few would-be losers held as it takes, the best-ranked ones. Where even
    holding all would not do, they stay as they are, and `would_break` says why: only RESCUE is
    left."""
    outcomes = {proposal.team: proposal.outcome for proposal in proposals}
    lacking = _lacking(state, outcomes)
    kept = next(who_to_keep(state, outcomes), frozenset()) if lacking else frozenset()
    because = listed(lack.reason for lack in lacking)
    return tuple(
        _kept(state.team(proposal.team), because) if proposal.team in kept else proposal
        for proposal in proposals
    )


def who_to_keep(state: RaceState, outcomes: Outcomes) -> Iterator[frozenset[str]]:
    """The sets of would-be losers whose staying keeps the race able to finish, and none of whom is
    there in vain: small ones first, then the better-ranked."""
    losers = [t for t in at_checkpoint(state) if outcomes[t.key] is Outcome.ELIMINATE]
    ranked = [t.key for t in sorted(losers, key=lambda t: (-(t.score or 0), gap(t), t.key))]
    found: list[frozenset[str]] = []
    for size in range(len(ranked) + 1):
        for keys in map(frozenset, combinations(ranked, size)):
            in_vain = any(smaller < keys for smaller in found)
            if not in_vain and not _lacking(state, {**outcomes, **dict.fromkeys(keys, _HOLD)}):
                found.append(keys)
                yield keys


def outcome_faults(state: RaceState, outcomes: Outcomes) -> Iterator[Text]:
    """Why people may not decide the stage like this. What an appeal won is ruled on already: it
    goes beyond R7-R9 and the quota (R11)."""
    teams = at_checkpoint(state)
    if outcomes.keys() != {team.key for team in teams}:
        yield _NOT_EVERYBODY.format(teams=listed(team.name for team in teams))
        return
    if all_below(state):
        yield _ALL_BELOW
        return
    ruled_on = {team.key for team in teams if team.appeal is Appeal.UPHELD}
    for team in teams:
        outcome = outcomes[team.key]
        if team.key in ruled_on:
            continue
        if outcome not in choices(state, team) and not _needed(state, outcomes, team):
            must_go_on = choices(state, team) == {Outcome.ADVANCE}
            words = _GOES_ON if outcome is _HOLD and must_go_on else _NOT_BY_RULE[outcome]
            yield words.format(team=team.name, score=score_text(team.score or 0))
    quota = next(s.quota for s in state.stages if s.number == state.stage)
    on = sum(outcomes[team.key] is Outcome.ADVANCE for team in teams if team.key not in ruled_on)
    if on > quota:
        yield _OVER_QUOTA.format(on=on, quota=quota)
    yield from (lack.reason for lack in _lacking(state, outcomes))


def _needed(state: RaceState, outcomes: Outcomes, team: Team) -> bool:
    """A hold beyond R8 is right where the team is the last runner."""
    if outcomes[team.key] is not _HOLD or Outcome.ELIMINATE not in choices(state, team):
        return False
    return bool(_lacking(state, {**outcomes, team.key: Outcome.ELIMINATE}))


def _lacking(state: RaceState, outcomes: Outcomes) -> tuple[Lack, ...]:
    """Every appeal counts as lost."""
    final = state
    if any(team.appeal is not Appeal.NONE for team in state.teams):
        final = each(state, lambda team: replace(team, appeal=Appeal.NONE))
    return lacks(take_effect(final, outcomes, ""))


def _kept(team: Team, because: Text) -> Proposal:
    reason = _KEPT.format(team=team.name, score=score_text(team.score or 0), lacks=because)
    return Proposal(team.key, Outcome.HOLD, Ground.LAST_RUNNER, reason)


_HOLD = Outcome.HOLD
_KEPT = Text(
    "{team} 队 {score} 分，本应淘汰；但如此决定，{lacks}。"
    "{team} 队是能补救的团队中排名最前者，保底：保持观察",
    "{team}: score {score}, would have been eliminated, but then {lacks}. {team} is the "
    "best-ranked team that prevents this, so as a safeguard: held",
)
_NOT_EVERYBODY = Text(
    "一个节点须对全部团队同时作出结论：{teams}",
    "a stage must give outcomes for all its teams at once: {teams}",
)
_ALL_BELOW = Text(
    "各队均低于保持线，不得淘汰；请先选择调整目标、全体延期或保底救援",
    "every team is below the hold line, so none can be eliminated; first choose to adjust the "
    "target, extend for all or enter rescue",
)
_NOT_BY_RULE = {
    Outcome.ADVANCE: Text(
        "{team} 队 {score} 分，未达晋级线或硬指标，不得晋级",
        "{team}: score {score}, did not reach the pass line or hard metrics, so it cannot advance",
    ),
    Outcome.HOLD: Text(
        "{team} 队 {score} 分，低于保持线或已连续保持，且并非保底所需，不得保持观察",
        "{team}: score {score}, is below the hold line or was already held, and is not needed as "
        "a safeguard, so it cannot be held",
    ),
    Outcome.ELIMINATE: Text(
        "{team} 队 {score} 分，在名额之内或可保持观察，不得淘汰",
        "{team}: score {score}, is within the quota or can be held, so it cannot be eliminated",
    ),
}
_GOES_ON = Text(
    "{team} 队 {score} 分，达到晋级线且在名额之内，应予晋级，不得保持观察",
    "{team}: score {score}, reached the pass line within the quota, so it must advance and cannot "
    "be held",
)
_OVER_QUOTA = Text("晋级 {on} 支，名额 {quota} 支", "{on} teams advance; the quota is {quota}")
