"""Why there is no assignment, by class, with those concerned and how many places are short."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from app.experts.assignment.answer import Class, Reason
from app.experts.assignment.case import Bools, Case, Ints
from app.experts.assignment.flow import solve_flow
from app.experts.assignment.problem import Problem


def bare_reason(case: Case, barred: Bools, cap: int = 1, scale: int = 1) -> Reason | None:
    """Capacity, conflicts or minima, in this order; None: without further rules and locked pairs
    there is an assignment. With `cap` and `scale` a pair fills at most cap/scale of a place."""
    nobody_barred = np.zeros_like(barred)
    if found := _unserved(_filling(case, nobody_barred, cap, scale)):
        return _of_proposals(case, Class.CAPACITY, found, scale)
    if found := _unserved(_filling(case, barred, cap, scale)):
        return _of_proposals(case, Class.CONFLICTS, found, scale)
    if found := _unserved(_turned(_filling(case, barred, cap, scale), case.least * scale)):
        members, needed, available = found
        ids = tuple(case.reviewers[place] for place in members)
        return Reason(Class.MIN_LOAD, ids, needed // scale, available // scale)
    return None


def _of_proposals(case: Case, of: Class, found: tuple[Ints, int, int], scale: int) -> Reason:
    members, needed, available = found
    ids = tuple(case.proposals[place] for place in members)
    return Reason(of, ids, needed // scale, available // scale)


def _filling(case: Case, barred: Bools, cap: int, scale: int) -> Problem:
    """Fill the places, whatever it is worth."""
    return Problem(
        case.need * scale,
        np.zeros_like(case.least),
        case.most * scale,
        np.zeros_like(case.affinity),
        ~barred,
        cap,
    )


def _turned(problem: Problem, least: Ints) -> Problem:
    """The minima of reviewers seen as places to be filled by proposals."""
    return Problem(
        least, np.zeros_like(problem.need), problem.need, problem.gain.T, problem.open.T, problem.cap
    )


def _unserved(problem: Problem) -> tuple[Ints, int, int] | None:
    """Those whose places cannot all be filled (a violator of Hall's condition), the units they
    need and the most they can get; None: all are served.

    They are found from the unfilled places by exchange: whoever could give way to one of them,
    and is served by one of the same reviewers, belongs to the set.
    """
    flow = solve_flow(problem)
    if not flow.unfilled.any():
        return None
    members = flow.unfilled > 0
    usable = problem.open & (flow.amount < problem.cap)
    while True:
        reviewers = usable[members].any(axis=0)
        more = members | (flow.amount[:, reviewers] > 0).any(axis=1)
        if (more == members).all():
            break
        members = more
    needed = int(problem.need[members].sum())
    return np.flatnonzero(members), needed, needed - int(flow.unfilled.sum())


def locked_reason(case: Case, solve: Callable[[Case], tuple[tuple[int, int], ...]]) -> Reason:
    """The fewest locked pairs to give up: `solve` the case with them merely preferred."""
    kept = set(solve(replace(case, locked=(), previous=case.locked, objective="total")))
    given_up = [pair for pair in case.locked if pair not in kept]
    return Reason(
        Class.LOCKED,
        tuple((case.proposals[p], case.reviewers[r]) for p, r in given_up),
        len(case.locked),
        len(case.locked) - len(given_up),
    )
