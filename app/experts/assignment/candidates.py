"""Which pairs to look at first: few, and yet nearly always with the best assignment among them.

Prices are guessed from a sample of the proposals and reviewers, solved by itself; at these prices
each proposal has its best reviewers, and each reviewer the best proposals. A wrong guess costs
time, never the optimum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.experts.assignment.case import Bools, Ints
from app.experts.assignment.prices import Prices
from app.experts.assignment.problem import Problem

_ONE_IN = 4
_SPARE = 8
_AT_RANDOM = 8
_TIE_BITS = 12
_NEVER = np.iinfo(np.int64).min >> _TIE_BITS + 1


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One in four of the proposals and of the reviewers, as a problem of its own."""

    proposals: Ints
    reviewers: Ints
    problem: Problem


def sample_of(problem: Problem) -> Sample:
    rows, columns = (_scattered_choice(length) for length in problem.shape)
    part = np.ix_(rows, columns)
    return Sample(
        rows,
        columns,
        Problem(
            problem.need[rows],
            problem.least[columns],
            problem.most[columns],
            problem.gain[part],
            problem.open[part],
            problem.cap,
        ),
    )


def guessed_prices(problem: Problem, sample: Sample, found: Prices) -> Prices:
    """Everybody's prices from the sample's: a reviewer costs what the last one served would pay,
    a place pays what the last reviewer it gets leaves."""
    rows = sample.proposals
    furthest = int(problem.gain.max()) - int(problem.gain.min())
    pays = np.clip(found.proposal, int(problem.gain.min()), int(problem.gain.max()))
    offers = np.where(problem.open[rows], problem.gain[rows] - pays[:, None], _NEVER)
    offers.sort(axis=0)
    share = problem.cap * _ONE_IN
    reviewer = np.maximum(_ranked(offers.T, -(-problem.most // share)), 0)
    underused = np.minimum(_ranked(offers.T, -(-problem.least // share)), 0)
    reviewer += np.where(problem.least > 0, underused, 0)
    reviewer = np.clip(reviewer, -furthest, furthest)
    served = int(np.median(-(-problem.need // problem.cap)))
    left = np.where(problem.open, problem.gain - reviewer, _NEVER)
    place = max(0, left.shape[1] - max(1, served))
    left.partition(place, axis=1)
    return Prices(np.clip(left[:, place], -3 * furthest, 3 * furthest), reviewer)


def near(problem: Problem, prices: Prices) -> Bools:
    """The best pairs of each proposal and of each reviewer at these prices. Equal ones are told
    apart by a fixed scatter: otherwise all proposals would name the same few reviewers. Some more
    pairs, evenly scattered, nearly always make it possible to fill every place."""
    scatter = _scatter(*problem.shape)
    key = (problem.gain - prices.proposal[:, None] - prices.reviewer << _TIE_BITS) + scatter
    key[~problem.open] = np.iinfo(np.int64).min
    per_proposal = -(-int(problem.need.max()) // problem.cap) + _SPARE
    per_reviewer = -(-int(problem.most.max()) // problem.cap) + _SPARE
    chosen = key >= _bar(key, per_proposal)[:, None]
    chosen |= key >= _bar(np.ascontiguousarray(key.T), per_reviewer)
    chosen |= scatter < (_AT_RANDOM << _TIE_BITS) // max(1, min(problem.shape))
    return chosen & problem.open


def _bar(key: Ints, count: int) -> Ints:
    """Per row the `count`-th largest."""
    place = max(0, key.shape[1] - count)
    found: Ints = np.partition(key, place, axis=1)[:, place]
    return found


def _ranked(ascending: Ints, rank: Ints) -> Ints:
    """Per row its `rank`-th largest, ranks from 1; the smallest where there are fewer."""
    length = ascending.shape[1]
    found: Ints = ascending[np.arange(len(ascending)), length - np.clip(rank, 1, length)]
    return found


def _scattered_choice(length: int) -> Ints:
    order = np.argsort(_mixed(np.arange(length, dtype=np.uint64)), kind="stable")
    return np.sort(order[: -(-length // _ONE_IN)])


def _scatter(rows: int, columns: int) -> Ints:
    row = _mixed(np.arange(rows, dtype=np.uint64))[:, None]
    mixed = _mixed(row ^ np.arange(columns, dtype=np.uint64))
    return (mixed >> np.uint64(64 - _TIE_BITS)).astype(np.int64)


def _mixed(number: np.typing.NDArray[np.uint64]) -> np.typing.NDArray[np.uint64]:
    number = (number + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    number ^= number >> np.uint64(29)
    return number * np.uint64(0xBF58476D1CE4E5B9)
