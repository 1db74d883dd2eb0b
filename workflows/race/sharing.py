"""Exact shares within floors and caps, and whole steps of money from exact shares (§3.7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True, slots=True)
class Claim:
    """`wanted` by the formula; the share stays within `least` and `most` (None: no cap)."""

    wanted: Fraction
    least: int = 0
    most: int | None = None

    def at(self, scale: Fraction) -> Fraction:
        share = max(self.wanted * scale, Fraction(self.least))
        return share if self.most is None else min(share, Fraction(self.most))

    def bends(self) -> list[Fraction]:
        """The scales at which the share meets its floor or its cap."""
        if not self.wanted:
            return []
        bounds = [self.least] if self.most is None else [self.least, self.most]
        return [bound / self.wanted for bound in bounds]


def scale_of(claims: Sequence[Claim], pool: int) -> Fraction:
    """The greatest scale, at most 1, at which the shares fit into the pool. What caps cut off stays
    in the pool; what floors lack is taken from the others in proportion. The floors must fit."""
    low, high = Fraction(0), Fraction(1)
    if _total(claims, high) <= pool:
        return high
    bends = sorted({bend for claim in claims for bend in claim.bends() if bend < 1} | {low})
    low = max(bend for bend in bends if _total(claims, bend) <= pool)
    high = min((bend for bend in bends if bend > low), default=high)
    at_low, at_high = _total(claims, low), _total(claims, high)
    return low + (high - low) * (pool - at_low) / (at_high - at_low)


def _total(claims: Sequence[Claim], scale: Fraction) -> Fraction:
    return sum((claim.at(scale) for claim in claims), Fraction(0))


def whole_steps(shares: Sequence[Fraction], order: Sequence[tuple[object, ...]]) -> list[int]:
    """Largest remainders: every share rounded down, then one step more to the greatest remainders
    until the whole part of the sum is given out. Equal remainders go by `order`, lowest first."""
    steps = [floor(share) for share in shares]
    missing = floor(sum(shares, Fraction(0))) - sum(steps)
    by_remainder = sorted(
        range(len(shares)), key=lambda place: (steps[place] - shares[place], order[place])
    )
    for place in by_remainder[:missing]:
        steps[place] += 1
    return steps
