"""Prices of places and of reviewers: they prove, over all pairs, that nothing better exists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.experts.assignment.case import Bools, Ints
from app.experts.assignment.problem import Problem

_CELLS_AT_ONCE = 1 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Dual values. A pair whose gain is above the price of its place plus that of its reviewer
    pays; a reviewer's price is above 0 only where the load is full, below 0 only at its minimum."""

    proposal: Ints
    reviewer: Ints


@dataclass(frozen=True, slots=True)
class Proof:
    """No assignment can be worth more than `bound`. `largest_violation` is by how much the worst
    pair or load breaks complementary slackness; it is 0 where the assignment reaches the bound."""

    bound: int
    largest_violation: int


def surplus(problem: Problem, prices: Prices) -> Iterator[tuple[slice, Ints]]:
    """Gain less prices of all pairs, some proposals at a time; 0 where a pair is not open."""
    proposals, reviewers = problem.shape
    step = max(1, _CELLS_AT_ONCE // max(1, reviewers))
    for start in range(0, proposals, step):
        rows = slice(start, start + step)
        block = problem.gain[rows] - prices.proposal[rows, None]
        block -= prices.reviewer
        block[~problem.open[rows]] = 0
        yield rows, block


def prove(problem: Problem, prices: Prices, flow: Ints) -> Proof:
    """Weak duality in whole numbers; `flow` is proposals × reviewers, in the problem's units."""
    load = flow.sum(axis=0)
    price = prices.reviewer
    bound = int(problem.need @ prices.proposal)
    bound += int(np.where(price > 0, price * problem.most, price * problem.least).sum())
    idle = np.where(price > 0, load < problem.most, (price < 0) & (load > problem.least))
    worst = int(np.abs(price[idle]).max(initial=0))
    for rows, block in surplus(problem, prices):
        bound += problem.cap * int(block[block > 0].sum())
        worst = max(worst, int(block[flow[rows] < problem.cap].max(initial=0)))
        worst = max(worst, int(-block[flow[rows] > 0].min(initial=0)))
    return Proof(bound, worst)


def underpriced(problem: Problem, prices: Prices, known: Bools, most_per_row: int) -> Bools | None:
    """Pairs outside `known` that would pay, and those that come as near to paying as the worst is
    beyond it, for they would be next: the best of each proposal, about `most_per_row`; None when
    no pair would pay."""
    outside = problem.open & ~known
    worst = max(
        (
            int(block.max(initial=0, where=outside[rows]))
            for rows, block in surplus(problem, prices)
        ),
        default=0,
    )
    if worst == 0:
        return None
    found = np.zeros(problem.shape, dtype=bool)
    place = max(0, problem.shape[1] - most_per_row)
    for rows, block in surplus(problem, prices):
        block[~outside[rows]] = -worst
        bar = np.partition(block, place, axis=1)[:, place]
        found[rows] = block >= np.maximum(bar, 1 - worst)[:, None]
    return found
