"""Parts that sum exactly, and the cap of indirect costs band by band."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.money.books import FLOWS, MAY_BE_NEGATIVE, AccountKind, Purpose
from workflows.money.budget import bands_of, indirect_cap
from workflows.money.staging import next_part, percents_of, planned, split
from workflows.parameters import DEFAULTS

WAN = 1_000_000
amounts = st.integers(0, 10**15)
shares = st.lists(st.integers(0, 100), min_size=1, max_size=6).filter(lambda s: sum(s) > 0)


def test_a_hundred_in_three_parts_loses_no_fen() -> None:
    assert split(100_00, (1, 1, 1)) == (3334, 3333, 3333)
    assert split(100 * WAN, (50, 30, 20)) == (50 * WAN, 30 * WAN, 20 * WAN)


@given(amount=amounts, given_shares=shares)
def test_parts_sum_to_the_whole_and_each_is_within_a_fen_of_its_share(
    amount: int, given_shares: list[int]
) -> None:
    parts = split(amount, given_shares)
    whole = sum(given_shares)
    assert sum(parts) == amount
    for part, share in zip(parts, given_shares, strict=True):
        assert 0 <= part * whole - amount * share + whole < 2 * whole


@given(amount=amounts, given_shares=shares)
def test_a_larger_share_never_gets_less(amount: int, given_shares: list[int]) -> None:
    parts = split(amount, given_shares)
    for one, part in zip(given_shares, parts, strict=True):
        for other, rival in zip(given_shares, parts, strict=True):
            assert one <= other or part >= rival


@pytest.mark.parametrize(("amount", "bad"), [(-1, (1,)), (1, (0, 0)), (1, (2, -1))])
def test_what_cannot_be_split_is_refused(amount: int, bad: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="cannot split"):
        split(amount, bad)


@pytest.mark.parametrize(
    ("mechanism", "percents"),
    [("open_competition", (50, 30, 20)), ("open_call", (30, 40, 30)), ("parallel_teams", ())],
)
def test_each_mechanism_is_paid_in_its_own_parts(mechanism: str, percents: tuple[int, ...]) -> None:
    assert percents_of(mechanism, DEFAULTS) == percents
    assert sum(planned(mechanism, 12_345_67, DEFAULTS)) == (12_345_67 if percents else 0)


def test_parts_still_to_come_share_what_a_changed_award_leaves() -> None:
    mechanism, ordered = "open_competition", {1: 50 * WAN}
    assert planned(mechanism, 100 * WAN, DEFAULTS, ordered=ordered) == (
        50 * WAN,
        30 * WAN,
        20 * WAN,
    )
    assert planned(mechanism, 80 * WAN, DEFAULTS, ordered=ordered) == (50 * WAN, 18 * WAN, 12 * WAN)
    assert planned(mechanism, 150 * WAN, DEFAULTS, ordered=ordered)[1:] == (60 * WAN, 40 * WAN)
    both = ordered | {2: 30 * WAN}
    assert planned(mechanism, 80 * WAN, DEFAULTS, ordered=both) == (50 * WAN, 30 * WAN, 0)
    beyond = both | {3: 100 * WAN}
    assert sum(planned(mechanism, 100 * WAN, DEFAULTS, ordered=beyond)) == 100 * WAN


@given(amounts, st.integers(1, 2), st.integers(0, 100))
def test_however_much_was_ordered_the_parts_come_to_the_award(
    amount: int, count: int, percent: int
) -> None:
    ordered = dict.fromkeys(range(1, count + 1), amount * percent // 200)
    parts = planned("open_competition", amount, DEFAULTS, ordered=ordered)
    assert sum(parts) == amount
    assert all(parts[n - 1] == paid for n, paid in ordered.items())


def test_the_last_part_is_never_the_next_one() -> None:
    parts = planned("open_call", 100 * WAN, DEFAULTS)
    assert [next_part(parts, n, 100 * WAN) for n in range(4)] == [30 * WAN, 40 * WAN, 0, 0]
    assert next_part(parts, 1, 10 * WAN) == 10 * WAN
    assert next_part((), 0, 100 * WAN) == 0


@pytest.mark.parametrize(
    ("base", "cap"),
    [(0, 0), (500 * WAN, 150 * WAN), (800 * WAN, 225 * WAN), (1500 * WAN, 375 * WAN)],
)
def test_each_band_of_indirect_costs_takes_its_own_percentage(base: int, cap: int) -> None:
    assert indirect_cap(base, bands_of(DEFAULTS)) == cap


def test_every_purpose_says_where_money_comes_from_and_goes() -> None:
    assert FLOWS.keys() == set(Purpose)
    assert {kind for flow in FLOWS.values() for side in flow for kind in side} == set(AccountKind)
    assert {AccountKind.TREASURY} == MAY_BE_NEGATIVE
