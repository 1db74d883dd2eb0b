"""Experts' fees: the standard after tax (§3.1) and the tax that is withheld, to the 分."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows.money.fees import MEETING, ONLINE, Standard, gross_of, standard, withheld
from workflows.parameters import DEFAULTS

AMOUNTS = st.integers(0, 20_000_000)


@pytest.mark.parametrize(
    ("standing", "form", "half_days", "files", "least", "most"),
    [
        ("senior", MEETING, 2, 0, 1500_00, 2400_00),
        ("other", MEETING, 2, 0, 900_00, 1500_00),
        ("academician", MEETING, 2, 0, 2250_00, 3600_00),
        ("senior", MEETING, 1, 0, 900_00, 1440_00),
        ("senior", MEETING, 4, 0, 3000_00, 4800_00),
        ("senior", MEETING, 6, 0, 3750_00, 6000_00),
        ("senior", MEETING, 5, 0, 3450_00, 5520_00),
        ("senior", MEETING, 0, 9, 0, 0),
        ("senior", ONLINE, 0, 8, 300_00, 1200_00),
        ("other", ONLINE, 0, 1, 22_50, 93_75),
    ],
)
def test_a_fee_lies_within_the_standard_of_its_title_and_days(
    standing: str, form: str, half_days: int, files: int, least: int, most: int
) -> None:
    assert standard(standing, form, half_days, files, DEFAULTS) == Standard(least, most)


@pytest.mark.parametrize(
    ("gross", "tax"),
    [
        (800_00, 0),
        (1675_00, 175_00),
        (2800_00, 400_00),
        (4000_00, 640_00),
        (5000_00, 800_00),
        (25_000_00, 4000_00),
        (30_000_00, 5200_00),
        (62_500_00, 13_000_00),
        (100_000_00, 25_000_00),
    ],
)
def test_the_tax_on_a_payment_for_services_is_withheld_by_the_brackets(
    gross: int, tax: int
) -> None:
    assert withheld(gross) == tax
    assert gross_of(gross - tax) == gross


@settings(max_examples=60)
@given(AMOUNTS, AMOUNTS)
def test_what_remains_after_tax_is_the_fee_to_the_fen_and_a_month_is_one_payment(
    first: int, second: int
) -> None:
    gross = gross_of(first)
    assert gross - withheld(gross) == first
    together = gross + gross_of(second, before=first)
    assert together - withheld(together) == first + second
    assert gross_of(first + 1) > gross
