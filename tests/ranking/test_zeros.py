"""A zero needs several experts to stand; one that does not costs nobody a review (§3.3)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.ranking.aggregate import ReviewMarks
from app.ranking.picture import Scored, picture
from app.ranking.zeros import standing_zeros, without_lone_zeros

KEYS = ("a", "b")
panels = st.lists(
    st.fixed_dictionaries({key: st.sampled_from([0, 40_00, 80_00]) for key in KEYS}), max_size=7
).map(lambda marks: [ReviewMarks(n, one) for n, one in enumerate(marks)])


def zeros(reviews: list[ReviewMarks], key: str) -> int:
    return sum(review.marks[key] == 0 for review in reviews)


@given(panels, st.integers(1, 4))
def test_a_zero_stands_exactly_when_enough_experts_give_it(
    reviews: list[ReviewMarks], needed: int
) -> None:
    assert standing_zeros(reviews, needed) == {k for k in KEYS if zeros(reviews, k) >= needed}


@given(panels, st.integers(1, 4))
def test_only_lone_zeros_change_and_they_take_the_mean_of_the_points_of_others(
    reviews: list[ReviewMarks], needed: int
) -> None:
    settled = without_lone_zeros(reviews, needed)
    assert [s.reviewer for s in settled] == [r.reviewer for r in reviews]
    for key in KEYS:
        others = [r.marks[key] for r in reviews if r.marks[key]]
        for before, after in zip(reviews, settled, strict=True):
            if before.marks[key] or zeros(reviews, key) >= needed or not others:
                assert after.marks[key] == before.marks[key]
            else:
                assert after.marks[key] == Fraction(sum(others), len(others))


def test_the_picture_draws_the_line_below_the_last_that_is_reached() -> None:
    rows = [
        Scored(1, 1, 91.0, (88.0, 94.0), above=True),
        Scored(2, 2, 85.0, (85.0,), above=True),
        Scored(3, 3, 70.0, (60.0, 80.0), above=False),
    ]
    drawn = picture(rows)
    ys = [bar.y for bar in drawn.bars]
    assert drawn.line is not None
    assert ys[1] < drawn.line < ys[2]
    assert all(bar.low <= bar.score <= bar.high for bar in drawn.bars if bar.low and bar.score)
    assert [points for _, points in drawn.ticks] == [60, 70, 80, 90, 100]


def test_without_anything_above_or_below_there_is_no_line() -> None:
    assert picture([]).line is None
    assert picture([Scored(1, None, None, (), above=False)]).line is None
    assert picture([Scored(1, 1, 90.0, (90.0,), above=True)]).line is None
