"""How well spreads explain the scores: the restricted likelihood of a whole grid of them at once.

A small case weighs thousands of spreads and keeps a few, so only of those a posterior is made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.ranking.calibrate.model import Design, Floats, Spreads

FIGURES_AT_ONCE = 2_000_000
"""16 MB of matrices."""


def log_likelihoods(design: Design, grid: Sequence[Spreads]) -> Floats:
    """One for each of `grid` (G), up to a constant; of a design that is dense."""
    size = len(design.by_reviewer)
    at_once = max(1, FIGURES_AT_ONCE // (size * max(size, len(design.n))))
    parts = [grid[start : start + at_once] for start in range(0, len(grid), at_once)]
    return np.concatenate([_of_some(design, part) for part in parts])


def _of_some(design: Design, grid: Sequence[Spreads]) -> Floats:
    between = np.array([spreads.proposals**2 for spreads in grid])
    reviewers = np.array([spreads.reviewers**2 for spreads in grid])
    noise = np.array([spreads.noise**2 for spreads in grid])
    last = len(design.by_reviewer) - 1
    precise = design.n / noise[:, None] + 1 / between[:, None]
    weight = 1 / (precise * noise[:, None] ** 2)
    matrix = design.own / noise[:, None, None]
    matrix -= (design.counts.T * weight[:, None, :]) @ design.counts
    matrix[:, np.arange(last), np.arange(last)] += 1 / reviewers[:, None]
    right = design.by_reviewer / noise[:, None] - (weight * design.by_proposal) @ design.counts
    lower = np.linalg.cholesky(matrix)
    half = np.linalg.solve(lower, right[:, :, None])[:, :, 0]
    unexplained = (
        design.y @ design.y / noise
        - np.sum(design.by_proposal**2 / precise, axis=1) / noise**2
        - np.sum(half**2, axis=1)
    )
    found: Floats = -0.5 * (
        len(design.y) * np.log(noise)
        + len(design.n) * np.log(between)
        + last * np.log(reviewers)
        + np.log(precise).sum(axis=1)
        + 2 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
        + unexplained
    )
    return found
