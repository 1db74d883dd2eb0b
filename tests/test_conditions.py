"""Conditions say what is left of them, and nothing of what is always or never so."""

from __future__ import annotations

from sqlalchemy import column, false, true

from app.queries.sight.conditions import among, both, either, is_always, is_never, unless

KNOWN = column("x") == 1


def test_what_is_never_so_is_left_out_of_a_choice_and_makes_a_sum_impossible() -> None:
    assert either(false(), KNOWN, false()) is KNOWN
    assert is_never(both(KNOWN, false()))
    assert is_never(either())
    assert is_never(among(column("x"), ()))


def test_what_is_always_so_decides_a_choice_and_is_left_out_of_a_sum() -> None:
    assert is_always(either(KNOWN, unless(false())))
    assert both(true(), KNOWN) is KNOWN
    assert is_always(both())


def test_what_depends_on_a_row_stays() -> None:
    other = column("y") == 2
    assert either(KNOWN, other).compare(KNOWN | other)
    assert both(KNOWN, unless(other)).compare(KNOWN & ~other)
