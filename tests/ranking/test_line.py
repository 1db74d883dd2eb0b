"""The funding line by three named rules, and the lottery where the scores cannot tell."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ranking.line import Item, LineRule, draw_line
from app.ranking.lottery import commitment, draw_lots, ticket

WAN = 1_000_000


def items(*pairs: tuple[int, int]) -> list[Item]:
    """Scores, and costs in 万元."""
    return [Item(n, Fraction(score), cost * WAN) for n, (score, cost) in enumerate(pairs, start=1)]


FIELD = items((95, 40), (90, 70), (85, 30), (80, 20), (75, 10))


@pytest.mark.parametrize(
    ("rule", "funded"),
    [
        (LineRule.STOP, (1,)),
        (LineRule.SKIP, (1, 3, 4, 5)),
        (LineRule.MAXIMISE, (1, 3, 4, 5)),
    ],
)
def test_each_rule_reads_the_same_list_its_own_way(rule: LineRule, funded: tuple[int, ...]) -> None:
    assert draw_line(FIELD, 100 * WAN, rule).funded == funded


def test_the_greatest_total_may_leave_out_the_best() -> None:
    field = items((95, 100), (60, 50), (60, 50))
    assert draw_line(field, 100 * WAN, LineRule.MAXIMISE).funded == (2, 3)
    assert draw_line(field, 100 * WAN, LineRule.SKIP).funded == (1,)


@pytest.mark.parametrize("rule", [LineRule.STOP, LineRule.SKIP])
def test_equal_scores_are_funded_together_or_named_as_tied(rule: LineRule) -> None:
    field = items((90, 40), (80, 40), (80, 40))
    assert draw_line(field, 120 * WAN, rule).funded == (1, 2, 3)
    short = draw_line(field, 90 * WAN, rule)
    assert (short.funded, short.tied) == ((1,), (2, 3))


fields = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 12)), max_size=9).map(
    lambda pairs: [Item(n, Fraction(s, 3), c) for n, (s, c) in enumerate(pairs)]
)


@given(fields, st.integers(0, 60))
def test_the_greatest_total_is_that_of_trying_every_choice(field: list[Item], budget: int) -> None:
    every = (c for size in range(len(field) + 1) for c in combinations(field, size))
    within = [c for c in every if sum(i.cost for i in c) <= budget]
    best = max(sum((i.score for i in c), Fraction(0)) for c in within)
    cheapest = min(sum(i.cost for i in c) for c in within if sum(i.score for i in c) == best)
    line = draw_line(field, budget, LineRule.MAXIMISE)
    assert (line.total, line.cost) == (best, cheapest)


@given(fields, st.integers(0, 60), st.sampled_from(LineRule), st.randoms(use_true_random=False))
def test_no_line_costs_more_than_the_budget_or_depends_on_the_order(
    field: list[Item], budget: int, rule: LineRule, random: object
) -> None:
    line = draw_line(field, budget, rule)
    shuffled = list(field)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert draw_line(shuffled, budget, rule) == line
    assert line.cost <= budget


@pytest.mark.parametrize(
    ("field", "budget"),
    [(items((90, 1)) * 2, 1), (items((-1, 1)), 1), (items((1, -1)), 1), (items((1, 1)), -1)],
)
def test_an_absurd_list_is_refused(field: list[Item], budget: int) -> None:
    with pytest.raises(ValueError, match=r"twice|negative"):
        draw_line(field, budget, LineRule.STOP)


@given(st.sets(st.integers(0, 99), min_size=1, max_size=12), st.binary(min_size=1))
def test_a_lottery_depends_on_its_seed_and_not_on_the_order(group: set[int], seed: bytes) -> None:
    places = len(group) // 2
    drawn = draw_lots(sorted(group), places, seed)
    assert draw_lots(sorted(group, reverse=True), places, seed) == drawn
    assert {*drawn.funded, *drawn.not_funded} == group
    assert len(drawn.funded) == places
    assert all(ticket(seed, id) == its for id, its in drawn.tickets)


def test_every_proposal_wins_about_as_often() -> None:
    won = [draw_lots("甲乙丙丁", 1, str(n).encode()).funded[0] for n in range(4000)]
    assert all(900 < won.count(one) < 1100 for one in "甲乙丙丁")


def test_the_commitment_published_before_is_that_of_the_seed_revealed_after() -> None:
    assert commitment(b"seed") == commitment(b"seed") != commitment(b"seeds")


@pytest.mark.parametrize(
    ("group", "places", "seed"),
    [((1, 2), 1, b""), ((1, 1), 1, b"x"), ((1, 2), 3, b"x"), ((1, 2), -1, b"x")],
)
def test_a_lottery_that_is_none_is_refused(
    group: tuple[int, ...], places: int, seed: bytes
) -> None:
    with pytest.raises(ValueError, match=r"seed|twice|places"):
        draw_lots(group, places, seed)
