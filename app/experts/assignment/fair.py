"""The fair assignment: first the largest smallest sum of any proposal, then the largest total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.experts.assignment.case import Bools, Ints
from app.experts.assignment.problem import Problem
from app.experts.assignment.relaxation import relax
from app.experts.assignment.side import Found, solve_side
from app.experts.assignment.side_rules import Family, Floor


@dataclass(frozen=True, slots=True, eq=False)
class _Game:
    """What is the same for every floor; `worth` is the affinity, `need` that of the whole case."""

    problem: Problem
    families: Sequence[Family]
    fixed: Bools
    worth: Ints
    need: Ints
    seed: int

    def under(self, floor: int) -> tuple[Problem, tuple[Family, ...]]:
        """The problem in which every sum is at least `floor`; pairs that rule it out are closed."""
        problem = self.problem
        promising = self.best_with() >= np.where(self.need > 0, floor, -(1 << 60))[:, None]
        return (
            replace(problem, open=problem.open & promising),
            (*self.families, Floor(self.worth, self.need, floor)),
        )

    def best_with(self) -> Ints:
        """Per pair no less than any sum of its proposal that uses it."""
        worth = np.where(self.problem.open, self.worth, -(1 << 40))
        ranked = np.sort(worth, axis=1)[:, ::-1].cumsum(axis=1)
        others = np.clip(self.problem.need - 2, 0, worth.shape[1] - 1)
        rest = np.where(
            self.problem.need > 1, ranked[np.arange(len(ranked)), others], 0
        ) + np.where(self.fixed, self.worth, 0).sum(axis=1)
        best: Ints = worth + rest[:, None]
        return best

    def ceiling(self) -> int:
        """No floor can be higher: what the poorest proposal could get if it came first."""
        held = np.where(self.fixed, self.worth, 0).sum(axis=1)
        best = np.where(
            self.problem.need > 0, self.best_with().max(axis=1, initial=-(1 << 60)), held
        )
        return int(best[self.need > 0].min())


def solve_fair(
    problem: Problem, families: Sequence[Family], fixed: Bools, need: Ints, start: Found, seed: int
) -> tuple[Found, int]:
    """The best assignment under the highest floor, and the floor. `start` is any assignment that
    keeps the families' rules; `need` counts the fixed pairs too. Proposals that need nobody have
    no floor."""
    game = _Game(problem, families, fixed, problem.gain, need, seed)
    known, best = start.chosen, start
    floor = _lowest(game, start.chosen)
    for candidate in range(_relaxed_ceiling(game, known, floor), floor - 1, -1):
        limited, rules = game.under(candidate)
        found = solve_side(limited, rules, fixed, known, seed)
        if found is not None:
            best, floor = found, candidate
            break
    return best, floor


def _relaxed_ceiling(game: _Game, known: Bools, reached: int) -> int:
    """The highest floor the relaxation cannot refute, by halving."""
    low, high, probe = reached, game.ceiling(), game.ceiling()
    while low < high:
        limited, rules = game.under(probe)
        aimless = replace(limited, gain=np.zeros_like(limited.gain))
        found = relax(aimless, rules, game.fixed, known)
        known = known | found.known
        if found.lacks:
            high = probe - 1
        else:
            low = probe
        probe = (low + high + 1) // 2
    return low


def _lowest(game: _Game, chosen: Bools) -> int:
    sums = np.where(chosen | game.fixed, game.worth, 0).sum(axis=1)
    return int(sums[game.need > 0].min())
