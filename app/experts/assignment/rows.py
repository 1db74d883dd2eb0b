"""The rows of all families over chosen columns, and the price of a pair from the prices of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.experts.assignment.case import Bools, Ints
from app.experts.assignment.side_rules import Family


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Σ weight·x over the entries of a row ≤ most; `family` and `key` tell which row it is."""

    row: Ints
    column: Ints
    weight: Ints
    most: Ints
    family: Ints
    key: Ints

    def matrix(self, columns: int) -> Any:
        from scipy.sparse import csr_array

        return csr_array((self.weight, (self.row, self.column)), shape=(len(self.most), columns))


def rows_over(families: Sequence[Family], proposal: Ints, reviewer: Ints, fixed: Bools) -> Rows:
    """The rows that can bind when only these columns are free and the pairs of `fixed` stand."""
    parts = [
        _rows_of(number, family, proposal, reviewer, fixed)
        for number, family in enumerate(families)
    ]
    before = np.cumsum([0, *(len(part.most) for part in parts)])
    empty = np.zeros(0, dtype=np.int64)
    return Rows(
        np.concatenate([empty, *(p.row + b for p, b in zip(parts, before, strict=False))]),
        *(
            np.concatenate([empty, *(getattr(part, name) for part in parts)])
            for name in ("column", "weight", "most", "family", "key")
        ),
    )


def _rows_of(number: int, family: Family, proposal: Ints, reviewer: Ints, fixed: Bools) -> Rows:
    free, held = family.entries(proposal, reviewer), family.entries(*np.nonzero(fixed))
    keys = np.union1d(free.row, held.row)
    row = np.searchsorted(keys, free.row)
    most = family.most(keys)
    np.subtract.at(most, np.searchsorted(keys, held.row), held.weight)
    reach = np.zeros(len(keys), dtype=np.int64)
    np.add.at(reach, row, np.maximum(free.weight, 0))
    binding = reach > most
    renumbered = np.cumsum(binding) - 1
    kept = binding[row]
    return Rows(
        renumbered[row[kept]],
        free.pair[kept],
        free.weight[kept],
        most[binding],
        np.full(int(binding.sum()), number),
        keys[binding],
    )


def priced(
    families: Sequence[Family], rows: Rows, price: Ints, proposal: Ints, reviewer: Ints
) -> Ints:
    """What the rows charge each of the pairs when row number i costs price[i]."""
    charge = np.zeros(len(proposal), dtype=np.int64)
    for number, family in enumerate(families):
        costly = (rows.family == number) & (price != 0)
        if costly.any():
            keys, costs = rows.key[costly], price[costly]
            entries = family.entries(proposal, reviewer)
            place = np.minimum(np.searchsorted(keys, entries.row), len(keys) - 1)
            hit = keys[place] == entries.row
            np.add.at(charge, entries.pair[hit], entries.weight[hit] * costs[place[hit]])
    return charge
