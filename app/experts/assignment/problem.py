"""The bare problem inside a case: how many places, who may fill them, what a pair is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.experts.assignment.case import NO_UNIT, Bools, Case, Ints, Pair


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Maximise Σ gain·x with Σ_r x = need, least ≤ Σ_p x ≤ most, 0 ≤ x ≤ cap, x = 0 unless open.

    Whole numbers throughout. With cap 1 a unit is a place; a randomised assignment counts in
    smaller units.
    """

    need: Ints
    least: Ints
    most: Ints
    gain: Ints
    open: Bools
    cap: int = 1

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.need), len(self.most)


def barred_pairs(case: Case) -> Bools:
    """Pairs that may never be: conflicts, and by the rules the same unit and own proposals."""
    barred = case.coi.copy()
    if case.rules.same_unit_is_coi:
        known = case.proposal_unit != NO_UNIT
        barred[known] |= case.proposal_unit[known, None] == case.reviewer_unit[None, :]
    if case.rules.no_reciprocal:
        for reviewer, proposal in case.rules.leads:
            barred[proposal, reviewer] = True
    return barred


def whole_problem(case: Case, barred: Bools) -> Problem:
    """The problem of the case as if no pair were locked."""
    return Problem(case.need, case.least, case.most, case.affinity, ~barred)


def pairs_matrix(pairs: tuple[Pair, ...], shape: tuple[int, ...]) -> Bools:
    matrix = np.zeros(shape, dtype=bool)
    if pairs:
        proposal, reviewer = np.array(pairs).T
        matrix[proposal, reviewer] = True
    return matrix


def remaining_problem(problem: Problem, locked: Bools) -> Problem | None:
    """What is left to decide when the locked pairs stand; None: they break conflicts, needs or
    loads by themselves."""
    need = problem.need - locked.sum(axis=1)
    most = problem.most - locked.sum(axis=0)
    if (locked & ~problem.open).any() or (need < 0).any() or (most < 0).any():
        return None
    least = np.maximum(problem.least - locked.sum(axis=0), 0)
    return Problem(need, least, most, problem.gain, problem.open & ~locked)


def preferring(problem: Problem, previous: Bools) -> tuple[Problem, int]:
    """The same problem in which one more previous pair outweighs any affinity; and its weight."""
    if not (previous & problem.open).any():
        return problem, 0
    weight = int(problem.need.sum()) * spread(problem.gain) + 1
    return Problem(
        problem.need,
        problem.least,
        problem.most,
        problem.gain + weight * previous,
        problem.open,
    ), weight


def spread(gain: Ints) -> int:
    return int(gain.max()) - int(gain.min()) if gain.size else 0
