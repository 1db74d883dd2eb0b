"""How far apart proposals, reviewers and single scores lie: which spreads fit, and how well.

Small cases weigh a grid of spreads by how well they explain the scores, under the priors of
Heyard, Ott, Salanti and Egger, "Rethinking the Funding Line at the Swiss National Science
Foundation" (2022), stated there for a scale five points long and stretched here to any scale. Their
reviewer-by-proposal term and their residual cannot be told apart; they enter as one noise, whose
prior is that of the root of the sum of two squares. Large cases, where the spreads are known well,
take one estimate from the exact expectations of three sums of squares (Henderson's third method).
"""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components
from scipy.sparse.linalg import lsqr

from app.ranking.calibrate.case import Table
from app.ranking.calibrate.likelihood import log_likelihoods
from app.ranking.calibrate.model import DENSE_MOST, Design, Fit, Floats, Spreads, fit

WIDEST = 0.4
"""Uniform priors reach this share of the scale (2 of 5 points)."""
REVIEWERS = 0.1
"""Between reviewers (0.5 of 5 points), where each of them scored everything: offsets then move no
proposal past another. Where they do, the spread of reviewers is learnt like the others."""
LEAST_WEIGHT = 1e-3


def weighted_fits(table: Table, design: Design) -> list[tuple[float, Fit]]:
    """Posteriors with their weights, which sum to 1."""
    if max(len(table.proposals), len(table.reviewers)) > DENSE_MOST:
        return [(1.0, fit(design, estimate(table, design)))]
    grid = _grid(table)
    height = np.log([prior for prior, _ in grid])
    height += log_likelihoods(design, [spreads for _, spreads in grid])
    weights = np.exp(height - height.max())
    kept = weights >= LEAST_WEIGHT * weights.max()
    total = weights[kept].sum()
    return [
        (float(weight / total), fit(design, spreads))
        for weight, keep, (_, spreads) in zip(weights, kept, grid, strict=True)
        if keep
    ]


def estimate(table: Table, design: Design) -> Spreads:
    """One estimate from sums of squares; the prior's scale where too few scores speak."""
    length = table.high - table.low
    size, proposals, reviewers = len(table.score), len(table.proposals), len(table.reviewers)
    joined = sparse.csr_array(
        (
            np.ones(2 * size),
            (np.tile(np.arange(size), 2), np.concatenate([table.row, proposals + table.column])),
        ),
        shape=(size, proposals + reviewers),
    )
    parts, _ = connected_components(sparse.csr_array(joined.T @ joined), directed=False)
    left = design.y - joined @ lsqr(joined, design.y, atol=1e-10, btol=1e-10, iter_lim=500)[0]
    least = (1e-3 * length) ** 2
    free = size - proposals - reviewers + parts
    noise = max(float(left @ left) / free, least) if free > 0 else (REVIEWERS * length) ** 2
    squares = float(design.y @ design.y)
    rest = float(left @ left)
    n_reviewer = np.bincount(table.column)
    within_proposals = squares - float(np.sum(design.by_proposal**2 / design.n))
    within_reviewers = squares - float(np.sum(design.by_reviewer[:-1] ** 2 / n_reviewer))
    between_reviewers = _share(within_proposals - rest, noise, reviewers - parts, size - proposals)
    between_proposals = _share(within_reviewers - rest, noise, proposals - parts, size - reviewers)
    return Spreads(
        float(np.sqrt(max(between_proposals, least))),
        float(np.sqrt(max(between_reviewers, least))),
        float(np.sqrt(noise)),
    )


def _share(explained: float, noise: float, freedom: int, trace: int) -> float:
    return (explained - noise * freedom) / trace if trace > 0 else 0.0


def _grid(table: Table) -> list[tuple[float, Spreads]]:
    """Prior weight and spreads; midpoints, so that no spread is nothing at all."""
    length = table.high - table.low
    fine, coarse = (32, 48) if table.is_complete else (16, 24)
    widest = WIDEST * length
    between = _midpoints(fine) * widest
    noises = _midpoints(coarse) * widest * np.sqrt(2)
    reviewers = np.array([REVIEWERS * length]) if table.is_complete else _midpoints(10) * widest
    return [
        (_noise_prior(noise / widest), Spreads(float(b), float(r), float(noise)))
        for b, r, noise in product(between, reviewers, noises)
    ]


def _midpoints(count: int) -> Floats:
    return (np.arange(count) + 0.5) / count


def _noise_prior(noise: float) -> float:
    """Density of the root of a^2 + b^2 for a and b uniform between 0 and 1."""
    corner = 0.0 if noise <= 1 else 2 * float(np.arccos(1 / noise))
    return noise * (np.pi / 2 - corner)
