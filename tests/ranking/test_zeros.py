"""A zero needs several experts to stand; one that does not costs nobody a review (§3.3)."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.ranking.aggregate import ReviewMarks
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
