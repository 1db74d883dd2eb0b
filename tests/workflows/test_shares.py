"""A consortium is paid to the 分: nothing is lost, no part falls, the whole gives the shares."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.money.modes import AFTERWARDS, STAGED, subsidy_most
from workflows.money.shares import dealt, dealt_above, due_above, parts_of, portion, reaching
from workflows.money.staging import next_part, percents_of, planned
from workflows.parameters import DEFAULTS

_FINE = 1_000_000


def shares_up_to(most: int, units: int) -> st.SearchStrategy[list[int]]:
    """Of `units` at most; somebody has a share. Built so, not filtered: nothing is thrown away."""
    return st.builds(
        lambda others, one, at: [*others[:at], one, *others[at:]],
        st.lists(st.integers(0, most), max_size=units - 1),
        st.integers(1, most),
        st.integers(0, units - 1),
    )


_SHARES = shares_up_to(90_000_000, units=6)
_CUTS = st.lists(st.integers(0, _FINE), max_size=4)
"""Made once: a strategy that depends on what was drawn is made anew for every example."""


@st.composite
def agreements(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Shares of the units of an award, and payments that add up to it."""
    shares = draw(_SHARES)
    whole = sum(shares)
    cuts = sorted(whole * cut // _FINE for cut in draw(_CUTS))
    return shares, [b - a for a, b in pairwise([0, *cuts, whole])]


@given(agreements())
def test_payments_of_a_consortium_are_conserved_and_end_at_the_shares(
    agreed: tuple[list[int], list[int]],
) -> None:
    shares, payments = agreed
    got = [0] * len(shares)
    for amount in payments:
        parts = parts_of(amount, got, shares)
        assert sum(parts) == amount
        assert min(parts) >= 0
        got = [a + b for a, b in zip(got, parts, strict=True)]
        assert tuple(got) == dealt(sum(got), shares)
    assert got == shares


@given(agreements(), st.lists(st.integers(0, _FINE), max_size=6))
def test_after_a_change_of_shares_nobody_gives_back_and_the_end_is_the_new_shares(
    agreed: tuple[list[int], list[int]], moved: list[int]
) -> None:
    shares, payments = agreed
    middle = len(payments) // 2
    got = list(dealt(sum(payments[:middle]), shares))
    rest, changed = sum(payments[middle:]), list(got)
    for n, part in enumerate(moved[: len(got) - 1], start=1):
        more = rest * part // _FINE
        changed[n], rest = changed[n] + more, rest - more
    changed[0] += rest
    for amount in payments[middle:]:
        parts = parts_of(amount, got, changed)
        assert sum(parts) == amount
        assert min(parts) >= 0
        got = [a + b for a, b in zip(got, parts, strict=True)]
    assert got == changed


def test_a_unit_whose_share_grew_is_served_before_those_that_had_enough() -> None:
    assert dealt_above(150, [50, 100, 150], [50, 50, 0]) == (50, 50, 50)
    assert parts_of(60, [50, 50, 50], [50, 100, 150]) == (0, 14, 46)
    with pytest.raises(ValueError, match="above"):
        dealt_above(100, [50, 50], [51, 0])


@given(shares_up_to(40, units=5))
def test_each_fen_goes_to_the_unit_that_has_waited_longest(shares: list[int]) -> None:
    dealt_one_by_one = [0] * len(shares)
    for so_far in range(1, sum(shares) + 1):
        waited = [share / (2 * n + 1) for share, n in zip(shares, dealt_one_by_one, strict=True)]
        dealt_one_by_one[waited.index(max(waited))] += 1
        assert dealt(so_far, shares) == tuple(dealt_one_by_one)


@pytest.mark.parametrize(
    ("amount", "share", "whole"), [(1, 2, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 0)]
)
def test_a_share_beyond_the_whole_is_a_fault(amount: int, share: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no portion"):
        portion(amount, share, whole)
    with pytest.raises(ValueError, match="cannot deal"):
        dealt(amount, [share - 3])


def test_a_subsidy_afterwards_is_one_part_and_never_ordered_before_success() -> None:
    parts = planned("open_competition", 100_01, DEFAULTS, AFTERWARDS)
    assert parts == (0, 100_01)
    assert [next_part(parts, ordered, 100_01) for ordered in (0, 1)] == [0, 0]


def test_a_staged_subsidy_keeps_a_part_for_afterwards() -> None:
    assert percents_of("open_competition", DEFAULTS, STAGED) == (30, 30, 40)
    parts = planned("open_competition", 100_01, DEFAULTS, STAGED)
    assert sum(parts) == 100_01
    assert [next_part(parts, n, 100_01) for n in (0, 1, 2)] == [parts[0], parts[1], 0]


def test_audited_cost_carries_its_percentage_and_no_fraction() -> None:
    assert subsidy_most(101, 50) == 50


@pytest.mark.parametrize(
    ("gone", "had", "due"),
    [
        (0, (0, 0), (20, 20)),  # all is there: each its own
        (30, (0, 0), (20, 20)),  # the lead unit spent of its own
        (30, (20, 0), (20, 20)),  # one has had it
        (80, (20, 0), (20, 0)),  # the lead unit paid back what it had not passed on
        (90, (0, 0), (5, 5)),  # of what is left, in proportion
    ],
)
def test_what_the_lead_unit_paid_back_is_no_longer_its_partners(
    gone: int, had: tuple[int, int], due: tuple[int, int]
) -> None:
    assert due_above(100, gone, (60, 20, 20), had) == due


def test_where_less_has_arrived_than_partners_had_they_keep_it_and_nothing_more_is_due() -> None:
    """The lead unit paid 80 back and then withdrew the receipt of 50."""
    assert due_above(50, 80, (60, 20, 20), (20, 20)) == (20, 20)


@given(agreements(), st.lists(st.integers(0, 90_000_000), min_size=1, max_size=4))
def test_of_what_the_stages_of_a_race_add_each_partner_has_the_part_it_has_of_the_award(
    agreed: tuple[list[int], list[int]], stages: list[int]
) -> None:
    shares, _ = agreed
    arrived, had = 0, (0,) * (len(shares) - 1)
    for amount in (sum(shares), *stages):
        arrived += amount
        due = due_above(arrived, 0, reaching(arrived, shares), had)
        assert all(now >= before for now, before in zip(due, had, strict=True))
        for share, part in zip(shares[1:], due, strict=True):
            assert abs(part - arrived * share / sum(shares)) < len(shares)
        had = due
    lowered = [sum(shares), *(0 for _ in had)]
    assert due_above(arrived, 0, reaching(arrived, lowered), had) == had
