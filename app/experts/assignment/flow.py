"""The assignment without further rules is a flow of least cost; exact, in whole numbers.

The flow is solved on the best pairs only. Its prices are then held against all pairs; pairs that
would pay are added, and it is solved again until none pays. So the result is the optimum over all
pairs, whatever the first choice was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.experts.assignment.candidates import guessed_prices, near, sample_of
from app.experts.assignment.case import Bools, CaseFault, Ints
from app.experts.assignment.prices import Prices, underpriced
from app.experts.assignment.problem import Problem, spread
from workflows.engine.text import Text

_ADDED = 12
_SMALL = 40_000
_HIGHEST_COST = 1 << 61


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """`amount` is proposals × reviewers in the problem's units; `unfilled` counts per proposal the
    units nobody gives; `lacking` per reviewer those missing to the minimum."""

    amount: Ints
    unfilled: Ints
    lacking: Ints
    prices: Prices
    known: Bools

    @property
    def is_feasible(self) -> bool:
        return not self.unfilled.any() and not self.lacking.any()


def solve_flow(problem: Problem) -> Flow:
    """The best flow; where the needs or minima cannot be met, the one that misses the fewest units.

    Raises CaseFault: the numbers are beyond what 64 bits can compare exactly.
    """
    known = _first_candidates(problem)
    while True:
        solved = _solve_on(problem, *np.nonzero(known))
        added = underpriced(problem, solved.prices, known, _ADDED)
        if added is None:
            return solved
        known |= added


def _first_candidates(problem: Problem) -> Bools:
    if problem.open.size <= _SMALL:
        return problem.open.copy()
    sample = sample_of(problem)
    return near(problem, guessed_prices(problem, sample, solve_flow(sample.problem).prices))


def _solve_on(problem: Problem, proposal: Ints, reviewer: Ints) -> Flow:
    arcs = _Arcs.of(problem, proposal, reviewer)
    flows = arcs.solve(problem)
    pairs, (proposals, reviewers) = len(proposal), problem.shape
    amount = np.zeros(problem.shape, dtype=np.int64)
    amount[proposal, reviewer] = flows[:pairs]
    minimum = flows[pairs : pairs + reviewers]
    unfilled = flows[len(flows) - proposals :]
    potential = arcs.potentials(flows)
    sink = potential[-1]
    prices = Prices(
        potential[:proposals] - sink, sink - potential[proposals : proposals + reviewers]
    )
    known = np.zeros(problem.shape, dtype=bool)
    known[proposal, reviewer] = True
    return Flow(amount, unfilled, problem.least - minimum, prices, known)


@dataclass(frozen=True, slots=True, eq=False)
class _Arcs:
    """Nodes: proposals, reviewers, one sink. Arcs, in this order: pairs; reviewer to sink up to
    the minimum, rewarded; reviewer to sink above it; proposal to sink, the place stays empty."""

    tail: Ints
    head: Ints
    capacity: Ints
    cost: Ints

    @classmethod
    def of(cls, problem: Problem, proposal: Ints, reviewer: Ints) -> _Arcs:
        proposals, reviewers = problem.shape
        sink = proposals + reviewers
        of_proposals, of_reviewers = np.arange(proposals), np.arange(proposals, sink)
        penalty = int(problem.need.sum()) * spread(problem.gain) + 1
        lowest = int(problem.gain.min()) if problem.gain.size else 0
        return cls(
            np.concatenate((proposal, of_reviewers, of_reviewers, of_proposals)),
            np.concatenate((proposals + reviewer, np.full(2 * reviewers + proposals, sink))),
            np.concatenate(
                (
                    np.full(len(proposal), problem.cap),
                    problem.least,
                    problem.most - problem.least,
                    problem.need,
                )
            ),
            np.concatenate(
                (
                    -problem.gain[proposal, reviewer],
                    np.full(reviewers, -penalty),
                    np.zeros(reviewers, dtype=np.int64),
                    np.full(proposals, penalty - lowest),
                )
            ),
        )

    def solve(self, problem: Problem) -> Ints:
        from ortools.graph.python import min_cost_flow

        nodes = sum(problem.shape) + 1
        if int(np.abs(self.cost).max(initial=0)) * (nodes + 1) > _HIGHEST_COST:
            raise CaseFault(
                "affinity",
                Text("数值过大，无法精确比较", "the numbers are too large to compare exactly"),
            )
        solver: Any = min_cost_flow.SimpleMinCostFlow()
        arcs = solver.add_arcs_with_capacity_and_unit_cost(
            self.tail, self.head, self.capacity, self.cost
        )
        supply = np.zeros(nodes, dtype=np.int64)
        supply[: len(problem.need)] = problem.need
        supply[-1] = -problem.need.sum()
        solver.set_nodes_supplies(np.arange(nodes), supply)
        status = solver.solve()
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"the flow was not solved: {status}")
        return np.asarray(solver.flows(arcs), dtype=np.int64)

    def potentials(self, flows: Ints) -> Ints:
        """Shortest distances in the residual graph, from anywhere (Bellman and Ford): finite, and
        no residual arc is shorter than the difference of its ends, since the flow is optimal."""
        forward, backward = flows < self.capacity, flows > 0
        tail = np.concatenate((self.tail[forward], self.head[backward]))
        head = np.concatenate((self.head[forward], self.tail[backward]))
        cost = np.concatenate((self.cost[forward], -self.cost[backward]))
        order = np.argsort(head, kind="stable")
        tail, head, cost = tail[order], head[order], cost[order]
        starts = np.flatnonzero(np.diff(head, prepend=-1))
        reached = head[starts]
        distance = np.zeros(int(self.head.max(initial=0)) + 1, dtype=np.int64)
        while starts.size:
            nearer = np.minimum.reduceat(distance[tail] + cost, starts)
            if not (nearer < distance[reached]).any():
                break
            distance[reached] = np.minimum(distance[reached], nearer)
        return distance
