"""A stage's pool is shared to the 分: conserved, monotone, blind to order and to sunk cost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.race.races import WAN
from workflows.race.allocation import (
    SURVIVES,
    AllocationFault,
    Contender,
    Rule,
    Standing,
    allocate,
    prize_shares,
)
from workflows.race.explaining import lines
from workflows.race.formulas import FORMULAS
from workflows.race.sharing import Claim, scale_of, whole_steps

TO_THE_HUNDRED_YUAN = 10_000
"""0.01 万元, the step in which §3.7 is printed."""


def contender(id: str, score: int | str, standing: str = "advanced", **values: object) -> Contender:
    made = Contender(id, Fraction(score), Standing(standing))
    return replace(made, **values)  # type: ignore[arg-type]


class TestTheWorkedExample:
    """§3.7 word by word."""

    FIRST = (contender("A", 88), contender("B", 76), contender("C", 54, "eliminated"))
    SECOND = (contender("A", 90), contender("B", 72, "held"), contender("C", 54, "eliminated"))

    def test_the_second_stage_to_the_fen(self) -> None:
        done = allocate(480 * WAN, self.FIRST, Rule())
        assert done.amounts == {"A": 250_536_585, "B": 229_463_415, "C": 0}
        assert done.reserve == 0

    def test_the_second_stage_in_the_steps_it_is_printed_in(self) -> None:
        done = allocate(480 * WAN, self.FIRST, Rule(round_to=TO_THE_HUNDRED_YUAN))
        assert done.amounts == {"A": 250_540_000, "B": 229_460_000, "C": 0}

    def test_a_held_team_gets_its_base_and_its_merit_stays_uncommitted(self) -> None:
        done = allocate(240 * WAN, self.SECOND, Rule())
        assert done.amounts == {"A": 128 * WAN, "B": 48 * WAN, "C": 0}
        assert done.reserve == 64 * WAN

    def test_the_runner_ups_part_of_the_prize_is_unused_when_there_is_none(self) -> None:
        alone = prize_shares(120 * WAN, 70, has_runner_up=False)
        assert (alone.winner, alone.runner_up, alone.unused) == (84 * WAN, 0, 36 * WAN)
        two = prize_shares(120 * WAN, 70, has_runner_up=True)
        assert (two.winner, two.runner_up, two.unused) == (84 * WAN, 36 * WAN, 0)

    def test_the_lines_show_the_arithmetic_in_both_languages(self) -> None:
        heading, first, _, rest = lines(allocate(480 * WAN, self.FIRST, Rule()))
        assert "164.00" in heading.zh
        assert "88.00 分：基本 96.00 万元 + 绩效 154.536585 万元，得 250.536585 万元" in first.zh
        assert "base ¥960,000.00" in first.en
        assert "0.00 万元" in rest.zh


def test_three_parts_of_a_hundred_go_to_the_first_ids_whatever_the_order() -> None:
    teams = [contender(id, 80) for id in "ABC"]
    for order in permutations(teams):
        assert allocate(100, order, Rule()).amounts == {"A": 34, "B": 33, "C": 33}


def test_equal_remainders_go_to_the_higher_score_first() -> None:
    teams = [contender("A", 1), contender("B", 3)]
    rule = Rule("base_merit", {"base_percent": 0, "merit_percent": 100})
    for order in permutations(teams):
        assert allocate(2, order, rule).amounts == {"A": 0, "B": 2}


def test_what_a_cap_cuts_off_stays_uncommitted() -> None:
    teams = [contender("A", 80, cap=10 * WAN), contender("B", 80)]
    done = allocate(100 * WAN, teams, Rule())
    assert done.amounts == {"A": 10 * WAN, "B": 50 * WAN}
    assert done.reserve == 40 * WAN
    assert any("封顶 10.00 万元" in line.zh for line in lines(done))


def test_a_floor_is_served_by_the_others_in_proportion() -> None:
    teams = [contender("A", 80, floor=60 * WAN), contender("B", 80), contender("C", 80)]
    done = allocate(120 * WAN, teams, Rule())
    assert done.amounts == {"A": 60 * WAN, "B": 30 * WAN, "C": 30 * WAN}


def test_a_floor_is_served_first_by_what_a_cap_leaves() -> None:
    teams = [
        contender("A", 80, floor=60 * WAN),
        contender("B", 80, cap=10 * WAN),
        contender("C", 80),
    ]
    done = allocate(120 * WAN, teams, Rule())
    assert done.amounts == {"A": 60 * WAN, "B": 10 * WAN, "C": 40 * WAN}
    assert done.reserve == 10 * WAN


def test_a_pending_team_counts_as_advanced_and_its_line_says_ring_fenced() -> None:
    shared = allocate(100, [contender("A", 80), contender("B", 80, "pending")], Rule())
    assert shared.amounts == {"A": 50, "B": 50}
    assert shared.base == {"A": 20, "B": 20}
    assert any("申诉期留存" in line.zh for line in lines(shared))


def test_without_survivors_or_scores_the_money_stays() -> None:
    assert allocate(100, [], Rule()).reserve == 100
    assert allocate(100, [contender("A", 50, "withdrawn")], Rule()).reserve == 100
    assert allocate(100, [contender("A", 0), contender("B", 0)], Rule()).amounts == {
        "A": 20,
        "B": 20,
    }


@pytest.mark.parametrize(
    ("budget", "teams", "rule", "told"),
    [
        (-1, [], Rule(), "预算"),
        (1, [contender("A", -1)], Rule(), "A"),
        (1, [contender("A", 1), contender("A", 2)], Rule(), "重复"),
        (1, [contender("A", 1, cap=1, floor=2)], Rule(), "封顶"),
        (1_000_000, [contender("A", 1, floor=2 * WAN)], Rule(), "2.00 万元"),
        (1, [], Rule("lottery"), "base_merit"),
        (1, [], Rule("equal", {"base_percent": 40}), "base_percent"),
        (1, [], Rule("base_merit", {"base_percent": 60}), "120%"),
        (1, [], Rule("base_merit", {"base_percent": -1}), "-1"),
        (1, [], Rule("winner_takes_most", {"winner_percent": 49}), "49"),
        (1, [], Rule(round_to=0), "0"),
    ],
)
def test_what_cannot_be_shared_is_refused_with_its_reason(
    budget: int, teams: list[Contender], rule: Rule, told: str
) -> None:
    with pytest.raises(AllocationFault) as refused:
        allocate(budget, teams, rule)
    assert told in refused.value.reason.zh
    assert refused.value.reason.en


@st.composite
def pools(draw: st.DrawFn) -> tuple[int, list[Contender], Rule]:
    """Pools from nothing to large sums, every formula, caps and floors that fit."""
    budget = draw(st.integers(0, 50) | st.integers(0, 10**12))
    count = draw(st.integers(1, 5))
    teams = []
    for number in range(count):
        low = draw(st.integers(0, budget // count))
        teams.append(
            Contender(
                f"T{number}",
                Fraction(draw(st.integers(0, 10_000)), 100),
                draw(st.sampled_from(Standing)),
                cap=draw(st.none() | st.integers(low, max(low, budget))),
                floor=draw(st.sampled_from([0, low])),
                spent=draw(st.integers(0, 10**9)),
            )
        )
    name = draw(st.sampled_from(sorted(FORMULAS)))
    base = draw(st.integers(0, 100))
    split = {"base_percent": base, "merit_percent": draw(st.integers(0, 100 - base))}
    return budget, teams, Rule(name, {} if name == "equal" else split)


@given(pools())
def test_the_pool_is_conserved_and_every_amount_keeps_to_its_bounds(
    case: tuple[int, list[Contender], Rule],
) -> None:
    budget, teams, rule = case
    done = allocate(budget, teams, rule)
    assert sum(done.amounts.values()) + done.reserve == budget
    assert done.reserve >= 0
    for one in teams:
        amount = done.amounts[one.id]
        if one.standing in SURVIVES:
            assert one.floor <= amount
            assert one.cap is None or amount <= one.cap
        else:
            assert amount == 0


@given(pools(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(
    case: tuple[int, list[Contender], Rule], shuffler: object
) -> None:
    budget, teams, rule = case
    shuffled = list(teams)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    assert allocate(budget, shuffled, rule).amounts == allocate(budget, teams, rule).amounts


@given(pools(), st.integers(0, 10**12))
def test_what_was_spent_changes_nothing(
    case: tuple[int, list[Contender], Rule], spent: int
) -> None:
    budget, teams, rule = case
    others = [replace(one, spent=spent + n) for n, one in enumerate(teams)]
    assert allocate(budget, others, rule).amounts == allocate(budget, teams, rule).amounts


@settings(max_examples=300)
@given(pools(), st.integers(0, 4), st.integers(1, 5_000))
def test_a_better_score_never_gets_less(
    case: tuple[int, list[Contender], Rule], place: int, hundredths: int
) -> None:
    budget, teams, rule = case
    place %= len(teams)
    better = list(teams)
    better[place] = replace(teams[place], score=teams[place].score + Fraction(hundredths, 100))
    id = teams[place].id
    assert allocate(budget, better, rule).amounts[id] >= allocate(budget, teams, rule).amounts[id]


@given(st.integers(0, 10**10), st.lists(st.integers(1, 100), min_size=1, max_size=5))
def test_without_caps_and_floors_nobody_is_a_step_away_from_the_exact_share(
    budget: int, scores: list[int]
) -> None:
    teams = [contender(f"T{n}", score) for n, score in enumerate(scores)]
    done = allocate(budget, teams, Rule())
    assert done.reserve == 0
    for one in teams:
        exact = budget * (Fraction(2, 5) / len(teams) + Fraction(3, 5) * one.score / sum(scores))
        assert abs(done.amounts[one.id] - exact) < 1


@given(
    st.lists(st.fractions(0, 20, max_denominator=7), min_size=1, max_size=4),
)
def test_largest_remainders_are_the_nearest_whole_shares(shares: list[Fraction]) -> None:
    """Against every way to give out the whole part of the sum."""
    given_out = whole_steps(shares, [(n,) for n in range(len(shares))])
    total = int(sum(shares))
    assert sum(given_out) == total
    off = sum(abs(step - share) for step, share in zip(given_out, shares, strict=True))
    floors = [int(share) for share in shares]
    ups = total - sum(floors)
    for raised in permutations(range(len(shares)), ups):
        other = [floor + (n in raised) for n, floor in enumerate(floors)]
        distance = sum(abs(step - share) for step, share in zip(other, shares, strict=True))
        assert off <= distance


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 5), st.none() | st.integers(5, 20)),
        min_size=1,
        max_size=5,
    ),
    st.integers(0, 40),
)
def test_the_scale_is_the_greatest_that_fits(
    wanted: list[tuple[int, int, int | None]], extra: int
) -> None:
    claims = [Claim(Fraction(want), least, most) for want, least, most in wanted]
    pool = sum(claim.least for claim in claims) + extra
    scale = scale_of(claims, pool)
    assert 0 <= scale <= 1
    assert sum(claim.at(scale) for claim in claims) <= pool
    if scale < 1:
        above = scale + Fraction(1, 10**6)
        assert sum(claim.at(above) for claim in claims) > pool


@pytest.mark.parametrize(
    ("rule", "amounts"),
    [
        ("equal", {"A": 400, "B": 400, "C": 400}),
        ("base_merit", {"A": 400, "B": 400, "C": 400}),
        ("rank", {"A": 400, "B": 400, "C": 400}),
        ("winner_takes_most", {"A": 400, "B": 400, "C": 400}),
    ],
)
def test_equals_share_equally_by_every_formula(rule: str, amounts: dict[str, int]) -> None:
    teams = [contender(id, 80) for id in "ABC"]
    assert allocate(1200, teams, Rule(rule)).amounts == amounts


def test_the_formulas_differ_where_the_scores_do() -> None:
    teams = [contender("A", 90), contender("B", 80), contender("C", 80)]
    amounts = {rule: allocate(1200, teams, Rule(rule)).amounts for rule in FORMULAS}
    assert amounts["equal"] == {"A": 400, "B": 400, "C": 400}
    assert amounts["rank"] == {"A": 520, "B": 340, "C": 340}
    assert amounts["winner_takes_most"] == {"A": 664, "B": 268, "C": 268}
    assert amounts["base_merit"] == {"A": 419, "B": 391, "C": 390}
