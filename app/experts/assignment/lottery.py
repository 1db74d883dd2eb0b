"""A randomised assignment: no pair is more probable than the cap, against collusion.

Probabilities come first: the flow in which a pair fills at most the capped share of a place, with
the highest expected affinity. Then shares are rounded to whole places by drawing lots along
cycles: every place is filled, every load stays within its bounds, and each pair is drawn with
exactly its probability (Jecmen et al., Mitigating manipulation in peer review via randomized
reviewer assignments, 2020). Lots are SHA-256 of the seed, so anybody can repeat them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from fractions import Fraction
from itertools import count

import numpy as np

from app.experts.assignment.case import Bools, Ints
from app.experts.assignment.problem import Problem

_FINEST = 1_000_000

Shares = dict[int, dict[int, int]]


def parts_of(cap: Fraction) -> tuple[int, int]:
    """The cap as parts and parts of a whole place, rounded down to a millionth."""
    rounded = Fraction(int(cap * _FINEST), _FINEST)
    return rounded.numerator, rounded.denominator


def shared(problem: Problem, cap: int, whole: int) -> Problem:
    """The problem in which a place is divided into `whole` parts and a pair fills at most `cap`."""
    return Problem(
        problem.need * whole,
        problem.least * whole,
        problem.most * whole,
        problem.gain,
        problem.open,
        cap,
    )


def drawn(amount: Ints, whole: int, seed: int) -> Bools:
    """One assignment from the probabilities amount/whole."""
    chosen: Bools = amount == whole
    shares = _fractions(amount, whole)
    for proposal, reviewer in _settled(shares, whole, seed, len(amount)):
        chosen[proposal, reviewer] = True
    return chosen


def _fractions(amount: Ints, whole: int) -> Shares:
    """The undecided shares as a graph in which the shares at every node sum to whole places. What
    a load lacks to whole places is the share of one more node beside the proposals."""
    proposals, _ = amount.shape
    shares: Shares = {}
    rest = -amount.sum(axis=0) % whole
    extended = np.vstack((amount % whole, rest))
    for left, column in np.argwhere(extended).tolist():
        right = proposals + 1 + column
        shares.setdefault(left, {})[right] = int(extended[left, column])
        shares.setdefault(right, {})[left] = int(extended[left, column])
    return shares


def _settled(shares: Shares, whole: int, seed: int, proposals: int) -> Iterator[tuple[int, int]]:
    """Draw until no share is left; the pairs that became whole."""
    lots = count()
    path: list[int] = []
    on_path: dict[int, int] = {}
    while shares:
        if not path:
            path, on_path = [next(iter(shares))], {}
            on_path[path[0]] = 0
        here = path[-1]
        came = path[-2] if len(path) > 1 else None
        onward = next((node for node in shares[here] if node != came), None)
        if onward is None:
            raise ArithmeticError("the shares of a node do not sum to whole places")
        if onward not in on_path:
            on_path[onward] = len(path)
            path.append(onward)
            continue
        start = on_path[onward]
        cycle = path[start:]
        for left, right in _shifted(shares, cycle, whole, _lot(seed, next(lots))):
            if left < proposals:
                yield left, right - proposals - 1
        for node in path[start + 1 :]:
            del on_path[node]
        del path[start + 1 :]
        if path[-1] not in shares:
            path, on_path = [], {}


def _shifted(shares: Shares, cycle: list[int], whole: int, lot: int) -> list[tuple[int, int]]:
    """Shift shares along the cycle, up on every other edge, as far as they go, one way or the
    other with the odds that keep every expectation; returns the edges that became whole."""
    edges = list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    up, down = edges[0::2], edges[1::2]
    forth = min(min(whole - shares[a][b] for a, b in up), min(shares[a][b] for a, b in down))
    back = min(min(shares[a][b] for a, b in up), min(whole - shares[a][b] for a, b in down))
    shift = forth if lot % (forth + back) < back else -back
    became = []
    for sign, group in ((1, up), (-1, down)):
        for a, b in group:
            share = shares[a][b] + sign * shift
            if share == whole:
                became.append((min(a, b), max(a, b)))
            if 0 < share < whole:
                shares[a][b] = shares[b][a] = share
            else:
                _removed(shares, a, b)
    return became


def _removed(shares: Shares, a: int, b: int) -> None:
    for node, other in ((a, b), (b, a)):
        del shares[node][other]
        if not shares[node]:
            del shares[node]


def _lot(seed: int, number: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest())
