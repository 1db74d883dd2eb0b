"""Scores and ranking: golden figures worked by hand, and what must hold for any figures."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.ranking.aggregate import (
    Criterion,
    ReviewMarks,
    Summary,
    check_criteria,
    in_hundredths,
    summarise,
    weighted_total,
)
from app.ranking.order import Ranked, Standing, TieBreak, combined_standing, rank, standing
from workflows.engine.scores import score_text

ONE = (Criterion("all", 100, technical=True),)
OPEN_COMPETITION = (
    Criterion("need", 15),
    Criterion("innovation", 25, technical=True),
    Criterion("route", 25, technical=True),
    Criterion("team", 15),
    Criterion("prospects", 15),
    Criterion("funding", 5),
)


def _summary(*points: str, drop_from: int = 7, outlier_points: int = 15) -> Summary:
    reviews = [
        ReviewMarks(number, {"all": int(Decimal(mark) * 100)})
        for number, mark in enumerate(points, start=1)
    ]
    return summarise(reviews, ONE, drop_extremes_from=drop_from, outlier_points=outlier_points)


def _score(summary: Summary) -> str:
    score = standing(1, summary).score
    assert score is not None
    return score_text(score)


def test_seven_scores_lose_the_highest_and_the_lowest() -> None:
    summary = _summary("90", "85", "88", "70", "86.5", "99", "87")
    assert _score(summary) == "87.30"
    assert summary.dropped == (4, 6)
    assert (summary.valid, summary.incomplete) == (7, 0)


def test_five_scores_all_count() -> None:
    summary = _summary("90", "85", "88", "70", "99")
    assert _score(summary) == "86.40"
    assert summary.dropped == ()


def test_where_dropping_begins_is_a_parameter() -> None:
    assert _score(_summary("60", "80", "81", "82", "100", drop_from=5)) == "81.00"
    assert _score(_summary("60", "80", "81", "82", "100", drop_from=6)) == "80.60"


def test_six_criteria_are_weighed_without_rounding_in_between() -> None:
    marks = {
        "need": 88_00,
        "innovation": 91_50,
        "route": 85_25,
        "team": 79_00,
        "prospects": 82_33,
        "funding": 90_00,
    }
    total = weighted_total(marks, OPEN_COMPETITION)
    assert total == Fraction(8608_70, 100)
    assert in_hundredths(total) == 8609


def test_half_a_hundredth_is_rounded_up_and_only_at_the_end() -> None:
    assert _score(_summary("80.00", "80.01")) == "80.01"
    assert _score(_summary("80.00", "80.00", "80.01")) == "80.00"
    assert in_hundredths(Fraction(1, 2)) == 1
    assert in_hundredths(Fraction(3, 2)) == 2
    assert in_hundredths(Fraction(-1, 2)) == 0


def test_a_mean_that_reaches_the_line_only_by_rounding_reaches_it() -> None:
    assert _score(_summary("74.99", "75.00")) == "75.00"
    assert _score(_summary("74.99", "74.99", "75.00")) == "74.99"


def test_a_missing_mark_is_not_zero_and_the_review_does_not_count() -> None:
    reviews = [
        ReviewMarks(1, {"all": 80_00}),
        ReviewMarks(2, {}),
        ReviewMarks(3, {"all": 0}),
    ]
    summary = summarise(reviews, ONE, drop_extremes_from=7, outlier_points=15)
    assert (summary.valid, summary.incomplete) == (2, 1)
    assert summary.mean == 40_00


def test_without_a_valid_review_there_is_no_score() -> None:
    summary = summarise([ReviewMarks(1, {})], ONE, drop_extremes_from=7, outlier_points=15)
    assert (summary.mean, summary.median, summary.technical) == (None, None, None)
    assert summary.outliers == ()
    assert not summary.is_supported
    assert rank([standing(5, summary)]) == (Ranked(None, Standing(5, None, None, None), None),)


def test_a_score_exactly_at_the_distance_is_no_outlier_and_beyond_it_is() -> None:
    assert _summary("80", "80", "95").outliers == ()
    (outlier,) = _summary("80", "80", "64.99").outliers
    assert (outlier.reviewer, outlier.total, outlier.distance) == (3, 64_99, -15_01)


def test_the_median_of_an_even_number_lies_between_the_middle_two() -> None:
    assert _summary("70", "80", "85", "90").median == 82_50


def test_the_technical_part_counts_only_reviews_that_count() -> None:
    criteria = (Criterion("technical", 60, technical=True), Criterion("other", 40))
    reviews = [
        ReviewMarks(1, {"technical": 50_00, "other": 0}),
        ReviewMarks(2, {"technical": 80_00, "other": 90_00}),
        ReviewMarks(3, {"technical": 100_00, "other": 100_00}),
    ]
    summary = summarise(reviews, criteria, drop_extremes_from=3, outlier_points=100)
    assert summary.dropped == (1, 3)
    assert summary.technical == 48_00
    assert summary.mean == 84_00


@pytest.mark.parametrize(
    ("votes", "supported"),
    [
        ((True, True, False), True),
        ((True, False), True),
        ((True, False, False), False),
        ((True, None, None), True),
        ((None, None), False),
    ],
)
def test_less_than_half_of_the_votes_is_no_support(
    votes: tuple[bool | None, ...], supported: bool
) -> None:
    reviews = [ReviewMarks(n, {"all": 80_00}, vote) for n, vote in enumerate(votes)]
    summary = summarise(reviews, ONE, drop_extremes_from=7, outlier_points=15)
    assert summary.is_supported is supported


def test_online_and_defence_are_combined_before_rounding() -> None:
    online, defence = _summary("80.00", "80.01"), _summary("90", "91", "91")
    both = combined_standing(9, online, defence, 60)
    assert both.score == 86_40
    assert combined_standing(9, online, defence, 0).score == 80_01
    assert combined_standing(9, online, defence, 100).score == 90_67


def test_a_proposal_without_a_defence_has_no_combined_score() -> None:
    absent = summarise([], ONE, drop_extremes_from=7, outlier_points=15)
    assert combined_standing(9, _summary("80"), absent, 60).score is None


def test_equal_scores_are_parted_by_technical_part_then_median_then_not_at_all() -> None:
    ranking = rank(
        [
            Standing(1, 85_00, 40_00, 85_00),
            Standing(2, 85_00, 41_00, 80_00),
            Standing(3, 85_00, 40_00, 86_00),
            Standing(4, 90_00, 10_00, 10_00),
            Standing(5, 84_00, 40_00, 84_00),
            Standing(6, 84_00, 40_00, 84_00),
            Standing(7, None, None, None),
            Standing(8, 83_00, 40_00, 84_00),
        ]
    )
    assert [(r.standing.proposal, r.place, r.tie_break) for r in ranking] == [
        (4, 1, None),
        (2, 2, TieBreak.TECHNICAL),
        (3, 3, TieBreak.MEDIAN),
        (1, 4, TieBreak.MEDIAN),
        (5, 5, TieBreak.VOTE),
        (6, 5, TieBreak.VOTE),
        (8, 7, None),
        (7, None, None),
    ]


def test_a_score_of_zero_is_ranked_above_no_score() -> None:
    ranking = rank([Standing(1, None, None, None), Standing(2, 0, 0, 0)])
    assert [(r.standing.proposal, r.place) for r in ranking] == [(2, 1), (1, None)]


@pytest.mark.parametrize(
    "criteria",
    [
        (Criterion("a", 60), Criterion("b", 50)),
        (Criterion("a", 110), Criterion("b", -10)),
        (Criterion("a", 100), Criterion("b", 0)),
        (Criterion("a", 50), Criterion("a", 50)),
        (),
    ],
)
def test_unsound_criteria_are_refused(criteria: tuple[Criterion, ...]) -> None:
    with pytest.raises(ValueError, match="criteri"):
        check_criteria(criteria)


@pytest.mark.parametrize("marks", [{"all": -1}, {"all": 100_01}, {"all": 1, "looks": 1}])
def test_marks_outside_the_scale_or_of_no_criterion_are_refused(marks: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="mark"):
        weighted_total(marks, ONE)


def test_a_reviewer_twice_and_dropping_all_are_refused() -> None:
    twice = [ReviewMarks(1, {"all": 1}), ReviewMarks(1, {"all": 2})]
    with pytest.raises(ValueError, match="twice"):
        summarise(twice, ONE, drop_extremes_from=7, outlier_points=15)
    with pytest.raises(ValueError, match="three"):
        summarise([], ONE, drop_extremes_from=2, outlier_points=15)


_marks = st.lists(st.integers(0, 100_00), min_size=1, max_size=12)


def _reviews(marks: list[int]) -> list[ReviewMarks]:
    return [ReviewMarks(number, {"all": mark}) for number, mark in enumerate(marks)]


@given(_marks.flatmap(lambda marks: st.tuples(st.just(marks), st.permutations(_reviews(marks)))))
def test_the_order_of_reviews_never_matters(case: tuple[list[int], list[ReviewMarks]]) -> None:
    marks, shuffled = case
    expected = summarise(_reviews(marks), ONE, drop_extremes_from=7, outlier_points=15)
    assert summarise(shuffled, ONE, drop_extremes_from=7, outlier_points=15) == expected


@given(_marks)
def test_mean_and_median_agree_with_decimal_arithmetic(marks: list[int]) -> None:
    kept = sorted(marks)[1:-1] if len(marks) >= 7 else marks
    mean = Decimal(sum(kept)) / Decimal(len(kept)) / 100
    rounded = mean.quantize(Decimal("0.01"), ROUND_HALF_UP)
    summary = summarise(_reviews(marks), ONE, drop_extremes_from=7, outlier_points=15)
    assert _score(summary) == str(rounded)
    assert summary.median == Fraction(median(map(Fraction, marks)))
    assert min(marks) <= (summary.mean or 0) <= max(marks)


@given(_marks, st.integers(0, 11), st.integers(1, 1000))
def test_a_higher_mark_never_lowers_the_score(marks: list[int], which: int, more: int) -> None:
    raised = list(marks)
    raised[which % len(marks)] = min(100_00, raised[which % len(marks)] + more)
    before = summarise(_reviews(marks), ONE, drop_extremes_from=7, outlier_points=15)
    after = summarise(_reviews(raised), ONE, drop_extremes_from=7, outlier_points=15)
    assert before.mean is not None
    assert after.mean is not None
    assert after.mean >= before.mean


some_figures = st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))


@given(st.lists(some_figures, max_size=12), st.integers(0, 11))
def test_places_follow_from_figures_alone(figures: list[tuple[int, int, int]], cut: int) -> None:
    standings = [Standing(number, *figure) for number, figure in enumerate(figures)]
    ranking = rank(standings)
    assert rank(standings[cut:] + standings[:cut]) == ranking
    for one in ranking:
        own = figures[one.standing.proposal]
        assert one.place == 1 + sum(other > own for other in figures)
        assert (one.tie_break is TieBreak.VOTE) == (figures.count(own) > 1)
