"""How well an expert fits a proposal, as a whole number from 0 to 1000, and of what it is made.

Half is the field: the nearest of the expert's fields in the technology catalogue. Half is the text:
the cosine of TF-IDF vectors over pairs and triples of characters, which needs no dictionary and no
word borders in Chinese, and gives the same figure everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

FIELD_POINTS = 500
TEXT_POINTS = 500
SAME_CATALOGUE, SAME_PART = 0.7, 0.3
_GRAMS = (2, 3)

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Subject:
    """What one side is about: ids of technology fields, and running text."""

    fields: frozenset[int]
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Affinity:
    """Proposals × experts; `total` is the sum of its two parts."""

    field: Ints
    text: Ints

    @property
    def total(self) -> Ints:
        return self.field + self.text


def affinity(
    proposals: Sequence[Subject], experts: Sequence[Subject], catalogue: dict[int, str]
) -> Affinity:
    """`catalogue` gives the number of each field's catalogue, such as `6-3` of part 6."""
    return Affinity(
        field=np.rint(FIELD_POINTS * _nearness(proposals, experts, catalogue)).astype(np.int64),
        text=np.rint(TEXT_POINTS * _likeness(proposals, experts)).astype(np.int64),
    )


def nearness(one: int, other: int, catalogue: dict[int, str]) -> float:
    """1 the same field, then the same catalogue, then the same part of the plan, else 0."""
    if one == other:
        return 1.0
    here, there = catalogue.get(one, ""), catalogue.get(other, "")
    if not here or not there:
        return 0.0
    if here == there:
        return SAME_CATALOGUE
    return SAME_PART if here.split("-")[0] == there.split("-")[0] else 0.0


def _nearness(
    proposals: Sequence[Subject], experts: Sequence[Subject], catalogue: dict[int, str]
) -> Floats:
    known: dict[tuple[frozenset[int], frozenset[int]], float] = {}
    found = np.zeros((len(proposals), len(experts)))
    for row, proposal in enumerate(proposals):
        for column, expert in enumerate(experts):
            pair = (proposal.fields, expert.fields)
            if pair not in known:
                known[pair] = max(
                    (nearness(a, b, catalogue) for a in pair[0] for b in pair[1]), default=0.0
                )
            found[row, column] = known[pair]
    return found


def _likeness(proposals: Sequence[Subject], experts: Sequence[Subject]) -> Floats:
    """Cosines; a side without text is like nothing."""
    texts = [one.text for one in (*proposals, *experts)]
    vectors = _unit_vectors(texts)
    likeness = vectors[: len(proposals)] @ vectors[len(proposals) :].T
    cosines: Floats = np.clip(np.asarray(likeness.todense()), 0.0, 1.0)
    return cosines


def _unit_vectors(texts: Sequence[str]) -> csr_matrix:
    # Heavy: a web process compares single experts, not texts.
    from scipy.sparse import csr_matrix

    grams: dict[str, int] = {}
    rows, columns, counts = [], [], []
    for row, text in enumerate(texts):
        for gram, count in sorted(_grams(text).items()):
            rows.append(row)
            columns.append(grams.setdefault(gram, len(grams)))
            counts.append(1.0 + np.log(count))
    shape = (len(texts), max(1, len(grams)))
    matrix = csr_matrix((counts, (rows, columns)), shape=shape)
    present = np.bincount(columns, minlength=shape[1]) if columns else np.zeros(shape[1])
    weight = np.log((1 + len(texts)) / (1 + present)) + 1
    matrix = matrix.multiply(weight).tocsr()
    length = np.sqrt(matrix.multiply(matrix).sum(axis=1)).A1
    return matrix.multiply(1 / np.where(length > 0, length, 1)[:, None]).tocsr()


def _grams(text: str) -> dict[str, int]:
    """Pairs and triples of letters and figures, within unbroken runs of them."""
    found: dict[str, int] = {}
    plain = unicodedata.normalize("NFKC", text).casefold()
    for run in "".join(c if c.isalnum() else " " for c in plain).split():
        for size in _GRAMS:
            for start in range(len(run) - size + 1):
                gram = run[start : start + size]
                found[gram] = found.get(gram, 0) + 1
    return found
