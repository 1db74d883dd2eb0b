"""A difference smaller than the noise of the scores stops nobody by itself."""

from __future__ import annotations

from fractions import Fraction

import pytest

from workflows.race.allocation import Contender, Standing
from workflows.race.noise import inside_noise


def scored(id: str, score: str, sd: str | None, standing: str) -> Contender:
    spread = None if sd is None else Fraction(sd)
    return Contender(id, Fraction(score), Standing(standing), spread)


@pytest.mark.parametrize(
    ("low", "sds", "is_close"),
    [
        ("73", ("5", "5"), True),
        ("71.01", ("5", "5"), True),
        ("71", ("5", "5"), False),
        ("60", ("5", "5"), False),
        ("73", (None, "5"), False),
        ("73", ("0", "0"), False),
        ("76", ("0", "0"), True),
        ("70", ("1", "9"), True),
        ("69.5", ("1", "9"), False),
    ],
)
def test_less_than_one_pooled_standard_deviation_is_close(
    low: str, sds: tuple[str | None, str], is_close: bool
) -> None:
    """The pooled deviation of 1 and 9 is √41, about 6.40; of 5 and 5 it is 5."""
    teams = [
        scored("A", "90", "3", "advanced"),
        scored("B", "76", sds[1], "advanced"),
        scored("C", low, sds[0], "eliminated"),
    ]
    found = inside_noise(teams)
    assert [(close.stopped, close.kept) for close in found] == ([("C", "B")] if is_close else [])


def test_the_reason_shows_the_difference_and_the_deviation() -> None:
    teams = [scored("B", "76", "6", "held"), scored("C", "73.5", "5.5", "eliminated")]
    (close,) = inside_noise(teams)
    assert "2.50" in close.reason.zh
    assert "5.76" in close.reason.zh
    assert "5.76" in close.reason.en


def test_who_withdrew_is_compared_with_nobody_and_nobody_with_who_left() -> None:
    gone = [scored("B", "76", "6", "withdrawn"), scored("C", "75", "6", "eliminated")]
    assert inside_noise(gone) == ()
