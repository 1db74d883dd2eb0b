"""How far a case can be met when the rules stand: places left empty, minima left unmet."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np

from app.experts.assignment.case import NO_UNIT, Bools, Case, Ints
from app.experts.assignment.flow import solve_flow
from app.experts.assignment.problem import Problem, barred_pairs, whole_problem
from app.experts.assignment.side import Found, solve_side
from app.experts.assignment.side_rules import Family, NeverTogether, families_of


def empty_places(case: Case, names: Collection[str]) -> Ints:
    """Per proposal how many places stay empty when as many as possible are filled by the rules of
    these `names`, whatever the minima.

    Nobody fills the empty ones: seniors without unit who may review anything, and are avoided.
    """
    nobodies, reviewers = int(case.need.max(initial=0)), len(case.reviewers)

    def beside(array: Any, value: int) -> Any:
        return np.pad(array, [(0, 0)] * (array.ndim - 1) + [(0, nobodies)], constant_values=value)

    extended = replace(
        _bare(case),
        reviewers=[*case.reviewers, *(f"nobody {number}" for number in range(nobodies))],
        least=beside(np.zeros_like(case.least), 0),
        most=beside(case.most, len(case.proposals)),
        affinity=beside(np.zeros_like(case.affinity), -1),
        coi=beside(barred_pairs(case), 0),
        reviewer_unit=beside(case.reviewer_unit, NO_UNIT),
        senior=beside(case.senior, 1),
    )
    found = _solved(extended, names)
    if found is None:
        return np.where(case.need < case.rules.min_senior, case.need, 0)
    empty: Ints = found.chosen[:, reviewers:].sum(axis=1)
    return empty


def missing_minima(case: Case, names: Collection[str]) -> Ints:
    """Per reviewer what lacks to the minimum when as much as possible of the minima is met by the
    rules of these `names`, all places being filled.

    Everybody stands in twice: once for the minimum, which counts, once for the rest, which does
    not; never both on one proposal.
    """
    count = len(case.reviewers)

    def twice(array: Any) -> Any:
        return np.concatenate((array, array), axis=-1)

    rules = case.rules
    extended = replace(
        _bare(case),
        reviewers=range(2 * count),
        least=np.zeros(2 * count, dtype=np.int64),
        most=np.concatenate((case.least, case.most - case.least)),
        affinity=np.concatenate(
            (np.ones_like(case.affinity), np.zeros_like(case.affinity)), axis=1
        ),
        coi=twice(barred_pairs(case)),
        reviewer_unit=twice(case.reviewer_unit),
        senior=twice(case.senior),
        rules=replace(
            rules,
            never_together=tuple(
                (a, b)
                for one, other in rules.never_together
                for a in (one, one + count)
                for b in (other, other + count)
            ),
            leads=tuple((r + shift, p) for r, p in rules.leads for shift in (0, count)),
        ),
    )
    both = NeverTogether(np.stack((np.arange(count), np.arange(count, 2 * count)), axis=1))
    found = _solved(extended, names, both)
    if found is None:
        raise ArithmeticError("the places can be filled, and cannot")
    missing: Ints = case.least - found.chosen[:, :count].sum(axis=0)
    return missing


def _bare(case: Case) -> Case:
    return replace(case, locked=(), previous=(), objective="total", pair_cap=None)


def _solved(case: Case, names: Collection[str], *more: Family) -> Found | None:
    families = [family for family in families_of(case) if family.name in names]
    problem: Problem = whole_problem(case, case.coi)
    fixed: Bools = np.zeros_like(problem.open)
    known = solve_flow(problem).known
    return solve_side(problem, (*families, *more), fixed, known, case.seed)
