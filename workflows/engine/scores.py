"""How scores are written; money is written by `workflows.engine.money`."""

from __future__ import annotations

from fractions import Fraction


def points(value: Fraction) -> str:
    """To two decimals, half up: `88.00`."""
    hundredths = (200 * value + 1) // 2
    return score_text(hundredths)


def score_text(hundredths: int) -> str:
    """`8833` as `88.33`."""
    return f"{hundredths // 100}.{hundredths % 100:02d}"
