"""score = mean + effect of the proposal + offset of the reviewer + noise, all normal.

With the three spreads given, what the scores say of effects and offsets is again normal, and known
exactly. The effects of proposals are independent once the offsets are known, so only a matrix of
the size of the reviewers has to be factorised.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from app.ranking.calibrate.case import Table

Floats = NDArray[np.float64]
Counts = Any
"""A sparse array, or a plain one where small."""

DENSE_MOST = 120
"""Up to so many proposals and reviewers plain matrices are quicker than sparse ones."""


@dataclass(frozen=True, slots=True)
class Spreads:
    """Standard deviations in points: between proposals, between reviewers, and what is left."""

    proposals: float
    reviewers: float
    noise: float


@dataclass(frozen=True, slots=True)
class Design:
    """The table as sums: `counts` (P x R+1) of scores by proposal and reviewer, the last column
    for the mean; `y` (N) are the scores less their plain mean, `centre`."""

    y: Floats
    centre: float
    n: Floats
    counts: Counts
    own: Counts
    by_proposal: Floats
    by_reviewer: Floats


@dataclass(frozen=True)
class Fit:
    """One normal posterior. `lower` is the Cholesky factor of the precision of the offsets and the
    mean (R+1); given those, effects have precision `precise` (P) and mean `(sums - counts b)
    / (precise noise^2)`. `leverage` (P x R+1) is how much effects give way when offsets and the
    mean rise."""

    spreads: Spreads
    precise: Floats
    leverage: Counts
    lower: Floats
    offsets: Floats
    effects: Floats

    @cached_property
    def inverse(self) -> Floats:
        """Covariance (R+1 x R+1) of the offsets and the mean."""
        half, _ = linalg.lapack.dpotri(self.lower, lower=1)
        whole: Floats = half + half.T
        _diagonal(whole)[:] /= 2
        return whole


def design_of(table: Table) -> Design:
    """Sums of the table; dense only where it is small."""
    size, reviewers = len(table.score), len(table.reviewers)
    is_small = max(len(table.proposals), reviewers) <= DENSE_MOST
    own_form = _dense if is_small else sparse.csr_array
    centre = float(table.score.mean())
    y = table.score - centre
    seats = np.concatenate([table.column, np.full(size, reviewers)])
    rows = np.concatenate([np.arange(size)] * 2)
    blocks = sparse.csr_array((np.ones(2 * size), (rows, seats)), shape=(size, reviewers + 1))
    belongs = sparse.csr_array(
        (np.ones(size), (table.row, np.arange(size))), shape=(len(table.proposals), size)
    )
    return Design(
        y,
        centre,
        np.bincount(table.row).astype(np.float64),
        own_form(belongs @ blocks),
        own_form(blocks.T @ blocks),
        belongs @ y,
        blocks.T @ y,
    )


def fit(design: Design, spreads: Spreads) -> Fit:
    """The posterior under these spreads; all of them positive."""
    noise, between = spreads.noise**2, spreads.proposals**2
    precise = design.n / noise + 1 / between
    scaled = design.counts * (1 / (precise * noise**2))[:, None]
    matrix = _dense(design.own / noise - design.counts.T @ scaled)
    _diagonal(matrix)[:-1] += 1 / spreads.reviewers**2
    right = design.by_reviewer / noise - design.counts.T @ (
        design.by_proposal / (precise * noise**2)
    )
    lower = _factor(matrix)
    offsets = _solved(lower, _solved(lower, right), transposed=True)
    effects = (design.by_proposal - design.counts @ offsets) / (precise * noise)
    leverage = _rows(design.counts * (1 / (precise * noise))[:, None])
    return Fit(spreads, precise, leverage, lower, offsets, effects)


def effects_covariance(one: Fit) -> Floats:
    """P x P, of the effects; symmetric."""
    spread: Floats = np.asarray(one.leverage @ (one.leverage @ one.inverse).T)
    spread = (spread + spread.T) / 2
    _diagonal(spread)[:] += 1 / one.precise
    return spread


def effects_variance(one: Fit) -> Floats:
    """The diagonal (P) alone, where P x P would be too much."""
    tilted = one.leverage @ one.inverse
    variance: Floats = np.asarray((one.leverage * tilted).sum(axis=1)).ravel()
    return variance + 1 / one.precise


def covariance_of_pairs(one: Fit, table: Table) -> Floats:
    """Variance (N) of mean + effect + offset at each score, which is what a score is held to."""
    inverse = one.inverse
    tilted = np.asarray(one.leverage @ inverse)
    last = inverse.shape[0] - 1
    seat, row = table.column, table.row
    variance: Floats = (
        effects_variance(one)[row]
        + inverse[seat, seat]
        + inverse[last, last]
        + 2 * inverse[seat, last]
        - 2 * (tilted[row, seat] + tilted[row, last])
    )
    return variance


def draw_effects(one: Fit, normal: Floats) -> tuple[Floats, Floats]:
    """Effects (draws x P) from standard normal `normal` (draws x R+1+P), and from its mirror."""
    size = len(one.offsets)
    tilt = _solved(one.lower, normal[:, :size].T, transposed=True)
    shifted = np.asarray(one.leverage @ tilt).T
    own = normal[:, size:] / np.sqrt(one.precise)
    return one.effects - shifted + own, one.effects + shifted - own


# A small case is fitted thousands of times, where SciPy's general functions cost more in looking at
# what they are given than in solving it.


def _factor(matrix: Floats) -> Floats:
    """The lower Cholesky factor; raises LinAlgError where the matrix is not positive definite."""
    lower, failed = linalg.lapack.dpotrf(matrix, lower=1)
    if failed:
        raise linalg.LinAlgError(f"not positive definite: {failed}")
    return cast(Floats, lower)


def _solved(lower: Floats, right: Floats, *, transposed: bool = False) -> Floats:
    """x with `lower x = right`, or with the transposed factor; the factor has no zero to divide
    by."""
    solved, _ = linalg.lapack.dtrtrs(lower, right, lower=1, trans=int(transposed))
    return cast(Floats, solved)


def _diagonal(matrix: Floats) -> Floats:
    """A view, to write through; indices of a diagonal take longer than what is done there."""
    view: Floats = np.einsum("ii->i", matrix)
    return view


def _rows(matrix: Counts) -> Counts:
    return matrix.tocsr() if sparse.issparse(matrix) else matrix


def _dense(matrix: Counts) -> Floats:
    found: Floats = matrix.toarray() if sparse.issparse(matrix) else matrix
    return found
