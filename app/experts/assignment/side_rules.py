"""Rules beyond needs, loads and conflicts, each as a family of rows: Σ weight·x ≤ most.

A family says, for any pairs, in which of its rows they stand. Nothing else is needed to solve
with the rule, to price pairs by it, and to check an assignment against it. A row that can be broken
by what is not chosen must have an entry, if of weight 0, for every pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from app.experts.assignment.case import NO_UNIT, Bools, Case, Ints, Pair


@dataclass(frozen=True, slots=True, eq=False)
class Entries:
    """Pair number `pair` stands in row `row` with `weight`."""

    pair: Ints
    row: Ints
    weight: Ints


class Family(Protocol):
    @property
    def name(self) -> str: ...

    def entries(self, proposal: Ints, reviewer: Ints) -> Entries: ...

    def most(self, row: Ints) -> Ints: ...


@dataclass(frozen=True, slots=True, eq=False)
class UnitLimit:
    """At most `limit` reviewers of one unit on a proposal."""

    unit: Ints
    limit: int
    name: str = "max_per_unit_per_proposal"

    def entries(self, proposal: Ints, reviewer: Ints) -> Entries:
        unit = self.unit[reviewer]
        pair = np.flatnonzero(unit != NO_UNIT)
        row = proposal[pair] * (int(self.unit.max()) + 1) + unit[pair]
        return Entries(pair, row, np.ones_like(pair))

    def most(self, row: Ints) -> Ints:
        return np.full(len(row), self.limit, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Seniors:
    """At least `least` seniors on a proposal: since needs are exact, the others are limited."""

    senior: Bools
    need: Ints
    least: int
    name: str = "min_senior_per_proposal"

    def entries(self, proposal: Ints, reviewer: Ints) -> Entries:
        weight = np.where(self.senior[reviewer], 0, 1)
        return Entries(np.arange(len(proposal)), proposal, weight)

    def most(self, row: Ints) -> Ints:
        return self.need[row] - np.where(self.need[row] > 0, self.least, 0)


@dataclass(frozen=True, slots=True, eq=False)
class NeverTogether:
    """No proposal has both reviewers of a couple."""

    couples: Ints
    name: str = "never_together"

    def entries(self, proposal: Ints, reviewer: Ints) -> Entries:
        ends = self.couples.T.ravel()
        couple = np.tile(np.arange(len(self.couples)), 2)
        pair, place = _joined(reviewer, ends)
        row = proposal[pair] * len(self.couples) + couple[place]
        return Entries(pair, row, np.ones_like(pair))

    def most(self, row: Ints) -> Ints:
        return np.ones(len(row), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class NoReciprocal:
    """Of two pairs in which two leads would review each other at most one; a couple holds cells,
    proposal × reviewers + reviewer."""

    couples: Ints
    reviewers: int
    name: str = "no_reciprocal"

    def entries(self, proposal: Ints, reviewer: Ints) -> Entries:
        ends = self.couples.T.ravel()
        couple = np.tile(np.arange(len(self.couples)), 2)
        pair, place = _joined(proposal * self.reviewers + reviewer, ends)
        return Entries(pair, couple[place], np.ones_like(pair))

    def most(self, row: Ints) -> Ints:
        return np.ones(len(row), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Floor:
    """The affinities of a proposal that needs anybody sum to at least `least`."""

    affinity: Ints
    need: Ints
    least: int
    name: str = "fair"

    def entries(self, proposal: Ints, reviewer: Ints) -> Entries:
        pair = np.flatnonzero(self.need[proposal] > 0)
        return Entries(pair, proposal[pair], -self.affinity[proposal[pair], reviewer[pair]])

    def most(self, row: Ints) -> Ints:
        return np.full(len(row), -self.least, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Keep:
    """At least `least` of the previous pairs stay."""

    previous: Bools
    least: int
    name: str = "previous"

    def entries(self, proposal: Ints, reviewer: Ints) -> Entries:
        weight = np.where(self.previous[proposal, reviewer], -1, 0)
        return Entries(np.arange(len(proposal)), np.zeros_like(proposal), weight)

    def most(self, row: Ints) -> Ints:
        return np.full(len(row), -self.least, dtype=np.int64)


def families_of(case: Case) -> tuple[Family, ...]:
    """The families of the rules that are on."""
    rules, found = case.rules, list[Family]()
    if rules.max_per_unit is not None and (case.reviewer_unit != NO_UNIT).any():
        found.append(UnitLimit(case.reviewer_unit, rules.max_per_unit))
    if rules.min_senior:
        found.append(Seniors(case.senior, case.need, rules.min_senior))
    if rules.never_together:
        couples = {(min(couple), max(couple)) for couple in rules.never_together}
        found.append(NeverTogether(np.array(sorted(couples))))
    if rules.no_reciprocal and (mutual := _mutual(rules.leads, len(case.reviewers))):
        found.append(NoReciprocal(np.array(mutual), len(case.reviewers)))
    return tuple(found)


def broken(families: Sequence[Family], chosen: Bools) -> tuple[str, ...]:
    """The names of the families the assignment breaks."""
    proposal, reviewer = np.nonzero(chosen)
    return tuple(family.name for family in families if _is_broken(family, proposal, reviewer))


def _is_broken(family: Family, proposal: Ints, reviewer: Ints) -> bool:
    entries = family.entries(proposal, reviewer)
    rows, of_row = np.unique(entries.row, return_inverse=True)
    sums = np.zeros(len(rows), dtype=np.int64)
    np.add.at(sums, of_row, entries.weight)
    return bool((sums > family.most(rows)).any())


def _mutual(leads: tuple[Pair, ...], reviewers: int) -> list[Pair]:
    """Couples of cells: the one reviews what the other leads, and the other way round."""
    return sorted(
        {
            (own * reviewers + other, others * reviewers + one)
            for one, own in leads
            for other, others in leads
            if one < other and own != others
        }
    )


def _joined(values: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """All (i, j) with values[i] == ends[j]."""
    order = np.argsort(ends, kind="stable")
    ascending = ends[order]
    first = np.searchsorted(ascending, values, "left")
    count = np.searchsorted(ascending, values, "right") - first
    pair = np.repeat(np.arange(len(values)), count)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
    return pair, order[np.repeat(first, count) + within]
