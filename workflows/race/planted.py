"""A planted world in which the best team is known, to compare the allocation rules (§3.7).

Strength is drawn once for each team. Scores show it with noise; progress grows with strength and
with the square root of the money, so no rule can buy the finish. All rules face the same draws, and
the draws are hashes of the seed: anybody gets the same figures.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import NormalDist

from workflows.race.allocation import Contender, Rule, Standing, allocate
from workflows.race.rules import RaceRules

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Planted:
    """`pool` is that of each stage, in 分. A score is 75 plus `spread` for each unit of strength
    plus noise of `noise` points."""

    seed: int = 1
    runs: int = 400
    teams: int = 4
    stages: int = 3
    pool: int = 300_000_000
    spread: float = 8.0
    noise: float = 6.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of all runs: how often the strongest team won, with its standard error; what part of the
    money paid went to the winner and to the strongest; what part stayed uncommitted."""

    best_wins: float
    best_wins_error: float
    money_on_winner: float
    money_on_best: float
    uncommitted: float


@dataclass(frozen=True, slots=True)
class _Run:
    best_won: bool
    on_winner: float
    on_best: float
    uncommitted: float


def compare(world: Planted, rules: Mapping[str, Rule]) -> dict[str, Verdict]:
    return {name: _verdict(world, rule) for name, rule in rules.items()}


def _verdict(world: Planted, rule: Rule) -> Verdict:
    runs = [_run(world, rule, number) for number in range(world.runs)]
    count = len(runs)
    won = sum(run.best_won for run in runs) / count
    return Verdict(
        won,
        math.sqrt(won * (1 - won) / count),
        sum(run.on_winner for run in runs) / count,
        sum(run.on_best for run in runs) / count,
        sum(run.uncommitted for run in runs) / count,
    )


def _run(world: Planted, rule: Rule, number: int) -> _Run:
    teams = range(world.teams)
    strength = [_draw(world.seed, number, team) for team in teams]
    standing = dict.fromkeys(teams, Standing.ADVANCED)
    score = dict.fromkeys(teams, Fraction(0))
    progress, money, left = [0.0] * world.teams, [0] * world.teams, 0
    for stage in range(world.stages):
        used = rule if stage else Rule("equal")
        shared = allocate(world.pool, [Contender(t, score[t], standing[t]) for t in teams], used)
        left += shared.reserve
        for team in teams:
            money[team] += shared.amounts[team]
            luck = _draw(world.seed, number, team, stage, "progress")
            power = math.sqrt(shared.amounts[team] * world.teams / world.pool)
            progress[team] += power * math.exp((strength[team] + luck / 2) / 2)
            score[team] = _score(world, strength[team], number, team, stage)
        standing = _judged(standing, score)
    running = [team for team in teams if standing[team] is not Standing.ELIMINATED]
    winner = max(running, key=lambda team: progress[team])
    best = max(teams, key=lambda team: strength[team])
    paid = sum(money)
    total = world.pool * world.stages
    return _Run(winner == best, money[winner] / paid, money[best] / paid, left / total)


def _score(world: Planted, strength: float, *labels: object) -> Fraction:
    """In points, to the hundredth."""
    noise = _draw(world.seed, *labels, "score")
    seen = 75 + world.spread * strength + world.noise * noise
    return Fraction(round(100 * min(100.0, max(0.0, seen))), 100)


def _judged(standing: Mapping[int, Standing], score: Mapping[int, Fraction]) -> dict[int, Standing]:
    """By the published lines; the two best go on in any case."""
    rules = RaceRules()
    running = [team for team, was in standing.items() if was is not Standing.ELIMINATED]
    safe = sorted(running, key=lambda team: -score[team])[:2]
    return {
        team: _by_the_lines(rules, score[team], team in safe)
        if team in running
        else Standing.ELIMINATED
        for team in standing
    }


def _by_the_lines(rules: RaceRules, score: Fraction, is_safe: bool) -> Standing:
    if score >= rules.pass_line:
        return Standing.ADVANCED
    return Standing.HELD if is_safe or score >= rules.hold_line else Standing.ELIMINATED


def _draw(*labels: object) -> float:
    """One draw of the standard normal distribution, named by its labels."""
    text = ":".join(str(label) for label in labels)
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
    return _NORMAL.inv_cdf((number + 0.5) / 2**64)
