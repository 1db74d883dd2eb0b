"""Why there is no assignment, by class, with those concerned and how many places are short."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.experts.assignment.answer import Reason
from app.experts.assignment.case import Bools, Case, Ints, Pair
from app.experts.assignment.flow import solve_flow
from app.experts.assignment.lottery import parts_of, shared
from app.experts.assignment.naming import Class
from app.experts.assignment.problem import Problem, whole_problem
from app.experts.assignment.shortage import empty_places, missing_minima
from app.experts.assignment.side import solve_side
from app.experts.assignment.side_rules import Family, broken


def bare_reason(case: Case, barred: Bools) -> Reason | None:
    """Capacity, conflicts or minima, in this order; None: without further rules and locked pairs
    there is an assignment."""
    if found := _unserved(_filling(case, np.zeros_like(barred))):
        return _of_proposals(case, Class.CAPACITY, found)
    if found := _unserved(_filling(case, barred)):
        return _of_proposals(case, Class.CONFLICTS, found)
    if found := _unserved(_turned(_filling(case, barred), case.least)):
        ids = tuple(case.reviewers[place] for place in found.members)
        return Reason(Class.MIN_LOAD, ids, found.needed, found.available)
    return None


def cap_reason(case: Case, problem: Problem, rules: tuple[str, ...]) -> Reason | None:
    """With the pair cap the places of `problem`, or minima, cannot be filled: `rules` together."""
    if case.pair_cap is None:
        return None
    cap, whole = parts_of(case.pair_cap)
    nothing, least = np.zeros_like(problem.gain), problem.least
    filling = shared(replace(problem, gain=nothing, least=np.zeros_like(least)), cap, whole)
    ids = case.proposals
    found = _unserved(filling)
    if found is None:
        found, ids = _unserved(_turned(filling, least * whole)), case.reviewers
    if found is None:
        return None
    members = tuple(ids[place] for place in found.members)
    return Reason(Class.RULES, members, found.needed // whole, found.available // whole, rules)


def rules_reason(case: Case, barred: Bools, families: Sequence[Family]) -> Reason | None:
    """A smallest combination of rules that cannot be kept: without any one of them the others
    can. None: all can be kept. The set are the proposals left short when as many places as
    possible are filled; or, where all can be filled, the reviewers left below their minimum."""
    if not families or _can_keep(case, barred, families):
        return None
    core = list(families)
    for family in families:
        fewer = [other for other in core if other is not family]
        if not _can_keep(case, barred, fewer):
            core = fewer
    names = tuple(family.name for family in core)
    short, of, ids = empty_places(case, names), case.need, case.proposals
    if not short.any():
        short, of, ids = missing_minima(case, names), case.least, case.reviewers
    return Reason(
        Class.RULES,
        tuple(ids[place] for place in np.flatnonzero(short).tolist()),
        int(of.sum()),
        int(of.sum() - short.sum()),
        names,
    )


def locked_reason(case: Case, solve: Callable[[Case], Collection[Pair]]) -> Reason:
    """The fewest locked pairs to give up: `solve` the case with them merely preferred."""
    kept = solve(replace(case, locked=(), previous=case.locked, objective="total", pair_cap=None))
    given_up = [pair for pair in case.locked if pair not in set(kept)]
    return Reason(
        Class.LOCKED,
        tuple((case.proposals[p], case.reviewers[r]) for p, r in given_up),
        len(case.locked),
        len(case.locked) - len(given_up),
    )


def _can_keep(case: Case, barred: Bools, families: Sequence[Family]) -> bool:
    problem = whole_problem(case, barred)
    aimless = replace(problem, gain=np.zeros_like(problem.gain))
    flow = solve_flow(aimless)
    if not broken(families, flow.amount > 0):
        return True
    nothing = np.zeros_like(barred)
    return solve_side(aimless, families, nothing, flow.known, case.seed) is not None


def _of_proposals(case: Case, of: Class, found: _Unserved) -> Reason:
    ids = tuple(case.proposals[place] for place in found.members)
    return Reason(of, ids, found.needed, found.available)


def _filling(case: Case, barred: Bools) -> Problem:
    """Fill the places, whatever it is worth."""
    nothing = np.zeros_like(case.affinity)
    return Problem(case.need, np.zeros_like(case.least), case.most, nothing, ~barred)


def _turned(problem: Problem, least: Ints) -> Problem:
    """The minima of reviewers seen as places to be filled by proposals."""
    return Problem(
        least,
        np.zeros_like(problem.need),
        problem.need,
        problem.gain.T,
        problem.open.T,
        problem.cap,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Unserved:
    """Those whose places cannot all be filled: a violator of Hall's condition. The units they need
    and the most they can get."""

    members: list[int]
    needed: int
    available: int


def _unserved(problem: Problem) -> _Unserved | None:
    """None: all places can be filled.

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
    return _Unserved(np.flatnonzero(members).tolist(), needed, needed - int(flow.unfilled.sum()))
