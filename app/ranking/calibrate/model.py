"""score = mean + effect of the proposal + offset of the reviewer + noise, all normal.

With the three spreads given, what the scores say of effects and offsets is again normal, and known
exactly. The effects of proposals are independent once the offsets are known, so only a matrix of
the size of the reviewers has to be factorised.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

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
    / (precise noise^2)`. `log_likelihood` is the restricted one, up to a constant."""

    spreads: Spreads
    precise: Floats
    lower: Floats
    offsets: Floats
    effects: Floats
    log_likelihood: float

    @cached_property
    def inverse(self) -> Floats:
        """Covariance (R+1 x R+1) of the offsets and the mean."""
        half, _ = linalg.lapack.dpotri(self.lower, lower=1)
        whole: Floats = half + half.T
        whole[np.diag_indices_from(whole)] /= 2
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
    reviewers = matrix.shape[0] - 1
    matrix[np.arange(reviewers), np.arange(reviewers)] += 1 / spreads.reviewers**2
    right = design.by_reviewer / noise - design.counts.T @ (
        design.by_proposal / (precise * noise**2)
    )
    lower = linalg.cholesky(matrix, lower=True, check_finite=False)
    half = linalg.solve_triangular(lower, right, lower=True, check_finite=False)
    offsets = linalg.solve_triangular(lower, half, lower=True, trans="T", check_finite=False)
    effects = (design.by_proposal - design.counts @ offsets) / (precise * noise)
    unexplained = (
        design.y @ design.y / noise
        - np.sum(design.by_proposal**2 / precise) / noise**2
        - half @ half
    )
    log_likelihood = -0.5 * (
        len(design.y) * np.log(noise)
        + len(precise) * np.log(between)
        + reviewers * np.log(spreads.reviewers**2)
        + np.log(precise).sum()
        + 2 * np.log(lower.diagonal()).sum()
        + unexplained
    )
    return Fit(spreads, precise, lower, offsets, effects, float(log_likelihood))


def effects_covariance(design: Design, one: Fit) -> Floats:
    """P x P, of the effects; symmetric."""
    leverage = _leverage(design, one)
    spread: Floats = np.asarray(leverage @ (leverage @ one.inverse).T)
    spread = (spread + spread.T) / 2
    spread[np.diag_indices_from(spread)] += 1 / one.precise
    return spread


def effects_variance(design: Design, one: Fit) -> Floats:
    """The diagonal (P) alone, where P x P would be too much."""
    leverage = _leverage(design, one)
    variance: Floats = np.asarray((leverage * (leverage @ one.inverse)).sum(axis=1)).ravel()
    return variance + 1 / one.precise


def covariance_of_pairs(design: Design, one: Fit, table: Table) -> Floats:
    """Variance (N) of mean + effect + offset at each score, which is what a score is held to."""
    leverage = _leverage(design, one)
    inverse = one.inverse
    tilted = np.asarray(leverage @ inverse)
    last = inverse.shape[0] - 1
    seat, row = table.column, table.row
    variance: Floats = (
        effects_variance(design, one)[row]
        + inverse[seat, seat]
        + inverse[last, last]
        + 2 * inverse[seat, last]
        - 2 * (tilted[row, seat] + tilted[row, last])
    )
    return variance


def draw_effects(design: Design, one: Fit, normal: Floats) -> Floats:
    """Effects (draws x P) from standard normal `normal` (draws x R+1+P)."""
    size = len(one.offsets)
    tilt = linalg.solve_triangular(
        one.lower, normal[:, :size].T, lower=True, trans="T", check_finite=False
    )
    shifted = np.asarray(_leverage(design, one) @ tilt).T
    drawn: Floats = one.effects - shifted + normal[:, size:] / np.sqrt(one.precise)
    return drawn


def _leverage(design: Design, one: Fit) -> Counts:
    """How much effects (P) give way when offsets and the mean (R+1) rise."""
    share = 1 / (one.precise * one.spreads.noise**2)
    weighed = design.counts * share[:, None]
    return weighed.tocsr() if sparse.issparse(weighed) else weighed


def _dense(matrix: Counts) -> Floats:
    found: Floats = matrix.toarray() if sparse.issparse(matrix) else matrix
    return found
