"""From what is known of the effects to places: expected rank, intervals, chance of being funded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from app.ranking.calibrate.model import (
    Design,
    Fit,
    Floats,
    draw_effects,
    effects_covariance,
)

Group = NDArray[np.intp]

MOST_DRAWS = 20_000
DRAWN_FIGURES = 4_000_000
"""Draws times proposals, so that large cases stay quick."""
DIGITS = 9
"""Figures that agree so far are equal; beyond is the order in which a machine adds."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """By proposal (P). `expected` is 1 plus the chances of being beaten by each other one, exact;
    `wide` and `inner` (P x 2) hold 90 % and 50 % of the rank; `funded` the chance of a rank within
    the places, None without places."""

    effect: Floats
    sd: Floats
    expected: Floats
    wide: Floats
    inner: Floats
    funded: Floats | None


def ranks(design: Design, fits: list[tuple[float, Fit]], sign: int, places: int | None) -> Ranks:
    """The same for the same scores, always: the draws behind intervals are fixed."""
    count = len(design.n)
    effect = np.zeros(count)
    square = np.zeros(count)
    expected = np.ones(count)
    for weight, one in fits:
        covariance = effects_covariance(one)
        effect += weight * one.effects
        square += weight * (covariance.diagonal() + one.effects**2)
        expected += weight * _times_beaten(one.effects * sign, covariance)
    sd = np.sqrt(np.maximum(square - effect**2, 0))
    drawn = _drawn_ranks(design, fits, sign)
    alike = _alike(effect, sd, expected)
    bounds = np.quantile(drawn, [0.05, 0.25, 0.75, 0.95], axis=0, method="nearest")
    bounds = np.stack([_shared(bound, alike) for bound in bounds])
    funded = None if places is None else _shared((drawn <= places).mean(axis=0), alike)
    return Ranks(
        _shared(effect, alike),
        _shared(sd, alike),
        _shared(expected, alike),
        np.rint(bounds[[0, 3]]).T,
        np.rint(bounds[1:3]).T,
        funded,
    )


def _times_beaten(effects: Floats, covariance: Floats) -> Floats:
    """Sum of the chances that another effect is higher; half for one that cannot differ."""
    own = covariance.diagonal()
    beaten = np.empty(len(effects))
    for i in range(len(effects)):
        spread = np.sqrt(np.maximum(own[i] + own - 2 * covariance[i], 1e-18))
        beaten[i] = ndtr((effects - effects[i]) / spread).sum() - 0.5
    return beaten


def _drawn_ranks(design: Design, fits: list[tuple[float, Fit]], sign: int) -> Floats:
    """Draws x P, of ranks from 1; a fixed sequence, mirrored so that no proposal is luckier."""
    count = len(design.n)
    pairs = min(MOST_DRAWS, max(500, DRAWN_FIGURES // count)) // 2
    ends = np.rint(np.cumsum([weight for weight, _ in fits]) * pairs).astype(int)
    source = np.random.Generator(np.random.PCG64(0))
    found = []
    for number, (_, one) in zip(np.diff(ends, prepend=0), fits, strict=True):
        normal = source.standard_normal((number, len(one.offsets) + count))
        for drawn in draw_effects(one, normal):
            order = np.argsort(-sign * drawn, axis=1)
            places = np.empty_like(order)
            np.put_along_axis(places, order, np.arange(1, count + 1)[None, :], axis=1)
            found.append(places)
    return np.concatenate(found).astype(np.float64)


def _alike(*figures: Floats) -> Group:
    """The group (P) of each proposal: those of one group agree in every figure."""
    rounded = np.round(np.stack(figures, axis=1), DIGITS) + 0.0
    group: Group = np.unique(rounded, axis=0, return_inverse=True)[1].reshape(-1)
    return group


def _shared(values: Floats, group: Group) -> Floats:
    """The mean of each group, for all of its members: ties stay ties."""
    sums = np.bincount(group, weights=values) / np.bincount(group)
    shared: Floats = sums[group]
    return shared
