"""The best assignment under further rules, by CP-SAT on the pairs that can matter.

The linear relaxation bounds what any assignment is worth, and what any with a given pair is worth.
Once an assignment is found, pairs that cannot lead to a better one are left aside; what remains is
solved to proved optimality. One thread and a fixed seed: the same case gives the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.experts.assignment.case import Bools, Ints
from app.experts.assignment.problem import Problem
from app.experts.assignment.relaxation import Relaxation, relax
from app.experts.assignment.rows import Rows, rows_over
from app.experts.assignment.side_rules import Family, broken

_PATIENCE = 3000.0


class NotProved(ArithmeticError):
    """The solver gave up before it proved an optimum or that there is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """`bound` is proved: no assignment is worth more. `method` is "lp" or "cp-sat"."""

    chosen: Bools
    value: int
    bound: int
    method: str


def solve_side(
    problem: Problem, families: Sequence[Family], fixed: Bools, known: Bools, seed: int
) -> Found | None:
    """The best assignment that keeps the families' rules, the pairs of `fixed` standing as well;
    None: there is none. `known` are pairs to look at first. Raises NotProved."""
    relaxed = relax(problem, families, fixed, known)
    if relaxed.lacks:
        return None
    bound = relaxed.bound // relaxed.parts
    if relaxed.chosen is not None and _keeps(problem, families, fixed, relaxed.chosen):
        value = int(problem.gain[relaxed.chosen].sum())
        if value == bound:
            return Found(relaxed.chosen, value, bound, "lp")
    return _by_search(problem, families, fixed, relaxed, seed)


def _by_search(
    problem: Problem, families: Sequence[Family], fixed: Bools, relaxed: Relaxation, seed: int
) -> Found | None:
    bound, columns, hint = relaxed.bound // relaxed.parts, relaxed.known, relaxed.chosen
    while True:
        found = _searched(problem, families, fixed, columns, bound, hint, seed)
        if found is None:
            if (columns == problem.open).all():
                return None
            columns = problem.open
            continue
        value = int(problem.gain[found].sum())
        could_be_better = relaxed.bound + relaxed.surplus >= (value + 1) * relaxed.parts
        needed = problem.open & could_be_better
        if value == bound or not (needed & ~columns).any():
            return Found(found, value, value, "cp-sat")
        columns, hint = needed | found, found


def _searched(
    problem: Problem,
    families: Sequence[Family],
    fixed: Bools,
    columns: Bools,
    bound: int,
    hint: Bools | None,
    seed: int,
) -> Bools | None:
    """The best assignment within `columns`, or None when there is none."""
    from ortools.sat.python import cp_model

    proposal, reviewer = np.nonzero(columns)
    model = cp_model.CpModel()
    x: list[Any] = [model.new_bool_var("") for _ in range(len(proposal))]
    _keep_numbers(model, x, problem, proposal, reviewer)
    _keep_rows(model, x, rows_over(families, proposal, reviewer, fixed))
    gain = problem.gain[proposal, reviewer].tolist()
    worth = sum(variable * worth for variable, worth in zip(x, gain, strict=True))
    model.add(worth <= bound)
    model.maximize(worth)
    if hint is not None:
        for variable, likely in zip(x, hint[proposal, reviewer].tolist(), strict=True):
            model.add_hint(variable, likely)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed % (1 << 31)
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = _PATIENCE
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise NotProved(solver.status_name(status))
    chosen = np.zeros(problem.shape, dtype=bool)
    chosen[proposal, reviewer] = [solver.boolean_value(variable) for variable in x]
    return chosen


def _keep_numbers(
    model: Any, x: list[Any], problem: Problem, proposal: Ints, reviewer: Ints
) -> None:
    """Each proposal has the readers it needs, each reviewer a load within the bounds."""
    for place, members in enumerate(_grouped(proposal, len(problem.need))):
        model.add(sum(x[i] for i in members) == int(problem.need[place]))
    for place, members in enumerate(_grouped(reviewer, len(problem.most))):
        least, most = int(problem.least[place]), int(problem.most[place])
        if least > 0 or most < len(members):
            model.add_linear_constraint(sum(x[i] for i in members), least, most)


def _keep_rows(model: Any, x: list[Any], rows: Rows) -> None:
    for number, members in enumerate(_grouped(rows.row, len(rows.most))):
        terms = sum(x[rows.column[i]] * int(rows.weight[i]) for i in members)
        model.add(terms <= int(rows.most[number]))


def _grouped(group: Ints, groups: int) -> list[Ints]:
    """For each group the positions of its members."""
    order = np.argsort(group, kind="stable")
    return np.split(order, np.searchsorted(group[order], np.arange(1, groups)))


def _keeps(problem: Problem, families: Sequence[Family], fixed: Bools, chosen: Bools) -> bool:
    load = chosen.sum(axis=0)
    exact = (chosen.sum(axis=1) == problem.need).all()
    within = (load >= problem.least).all() and (load <= problem.most).all()
    return bool(exact and within) and not broken(families, chosen | fixed)
