"""The linear relaxation with further rules: an upper bound, proved in whole numbers over all pairs.

As with the flow, it is solved on few pairs, and pairs that would pay at its prices are added. The
floating prices of the solver are rounded to whole parts; any prices give a valid bound, so what is
claimed does not rest on floating numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.experts.assignment.case import Bools, Ints
from app.experts.assignment.problem import Problem, spread
from app.experts.assignment.rows import Rows, priced, rows_over
from app.experts.assignment.side_rules import Family

_ADDED = 8
_ROUNDING = 1e-6
_NEGLIGIBLE = 1e-8
_BITS = 44


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """No assignment is worth more than `bound`/`parts`, none with the pair (p, r) more than
    (bound + surplus[p, r])/`parts` where the surplus is negative. `chosen` are the pairs of the
    optimum where it is whole; `known` the pairs it was solved on. `lacks`: the needs or minima
    cannot be met, proved."""

    bound: int
    parts: int
    surplus: Ints
    known: Bools
    chosen: Bools | None
    lacks: bool


def relax(problem: Problem, families: Sequence[Family], fixed: Bools, known: Bools) -> Relaxation:
    """Raises ArithmeticError: the solver fails."""
    fine = _priced_out(problem, families, fixed, known, 4 * spread(problem.gain) + 4)
    if not fine.lacks:
        return fine
    nothing = Problem(
        problem.need, problem.least, problem.most, np.zeros_like(problem.gain), problem.open
    )
    filled = _priced_out(nothing, families, fixed, fine.known, 1)
    if filled.lacks and filled.bound < 0:
        return filled
    penalty = 4 * (spread(problem.gain) + 1) * (int(problem.need.sum()) + 1)
    fine = _priced_out(problem, families, fixed, filled.known, penalty)
    if fine.lacks:
        raise ArithmeticError("the relaxation can neither be met nor refuted")
    return fine


def _priced_out(
    problem: Problem, families: Sequence[Family], fixed: Bools, known: Bools, penalty: int
) -> Relaxation:
    known = known & problem.open
    while True:
        program = _Program.of(problem, families, fixed, known)
        solved = program.solve(problem, penalty)
        found = _held_against_all(problem, families, program, solved)
        outside = np.where(problem.open & ~known, found.surplus, -1)
        negligible = int(found.parts * _NEGLIGIBLE)
        if outside.max(initial=-1) <= negligible:
            return found
        known = known | _best_per_row(outside, negligible, _ADDED)


def _best_per_row(surplus: Ints, above: int, count: int) -> Bools:
    place = max(0, surplus.shape[1] - count)
    bar = np.partition(surplus, place, axis=1)[:, place]
    return surplus >= np.maximum(bar, above + 1)[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class _Program:
    """Variables: pairs, then what is missed at a penalty: per proposal the unfilled places, per
    reviewer what lacks to the minimum, per row of the rules the excess. Inequalities: loads,
    minima, rows of the rules."""

    proposal: Ints
    reviewer: Ints
    rows: Rows
    known: Bools

    @classmethod
    def of(
        cls, problem: Problem, families: Sequence[Family], fixed: Bools, known: Bools
    ) -> _Program:
        proposal, reviewer = np.nonzero(known)
        return cls(proposal, reviewer, rows_over(families, proposal, reviewer, fixed), known)

    def solve(self, problem: Problem, penalty: int) -> Any:
        from scipy.optimize import linprog
        from scipy.sparse import csr_array, eye_array, hstack, vstack

        pairs, (proposals, reviewers) = len(self.proposal), problem.shape
        slack = proposals + reviewers + len(self.rows.most)
        ones, column = np.ones(pairs), np.arange(pairs)
        of_proposal = csr_array((ones, (self.proposal, column)), shape=(proposals, pairs))
        of_reviewer = csr_array((ones, (self.reviewer, column)), shape=(reviewers, pairs))
        gain = problem.gain[self.proposal, self.reviewer].astype(float)
        solved = linprog(
            np.concatenate((-gain, np.full(slack, float(penalty)))),
            A_eq=hstack([of_proposal, eye_array(proposals, slack)]),
            b_eq=problem.need,
            A_ub=vstack(
                [
                    hstack([of_reviewer, csr_array((reviewers, slack))]),
                    hstack([-of_reviewer, -eye_array(reviewers, slack, k=proposals)]),
                    hstack(
                        [
                            self.rows.matrix(pairs),
                            -eye_array(len(self.rows.most), slack, k=proposals + reviewers),
                        ]
                    ),
                ]
            ),
            b_ub=np.concatenate((problem.most, -problem.least, self.rows.most)),
            bounds=[(0, 1)] * pairs + [(0, None)] * slack,
            method="highs-ds",
        )
        if solved.status != 0:
            raise ArithmeticError(f"the relaxation was not solved: {solved.message}")
        return solved


def _held_against_all(
    problem: Problem, families: Sequence[Family], program: _Program, solved: Any
) -> Relaxation:
    reviewers = len(problem.most)
    largest = int(np.abs(problem.gain).max(initial=1)) or 1
    parts = 1 << max(8, _BITS - largest.bit_length())

    def whole(price: Any) -> Ints:
        rounded: Ints = np.rint(-price * parts).astype(np.int64)
        return rounded

    proposal = whole(solved.eqlin.marginals)
    inequalities = np.maximum(whole(solved.ineqlin.marginals), 0)
    full, scarce = inequalities[:reviewers], inequalities[reviewers : 2 * reviewers]
    charge = inequalities[2 * reviewers :]
    surplus = problem.gain * parts - proposal[:, None] - (full - scarce)
    every = np.indices(problem.shape).reshape(2, -1)
    surplus -= priced(families, program.rows, charge, *every).reshape(problem.shape)
    bound = int(problem.need @ proposal) + int(problem.most @ full) - int(problem.least @ scarce)
    bound += int(program.rows.most @ charge)
    bound += int(surplus[problem.open & (surplus > 0)].sum())
    share = solved.x[: len(program.proposal)]
    slack = solved.x[len(program.proposal) :]
    lacks = bool(slack.max(initial=0) > _ROUNDING)
    chosen = None
    if not lacks and np.abs(share - np.rint(share)).max(initial=0) < _ROUNDING:
        chosen = np.zeros(problem.shape, dtype=bool)
        chosen[program.proposal, program.reviewer] = share > 0.5
    return Relaxation(bound, parts, surplus, program.known, chosen, lacks)
