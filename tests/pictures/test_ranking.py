"""The picture of a ranking: the scale, the line, and rows in their order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.pictures.ranking import Scored, line_after, ranking_picture, scale
from tests.pictures.drawn import outside, said

points = st.floats(0, 100, allow_nan=False)
rows = st.lists(
    st.builds(
        Scored,
        st.one_of(st.none(), st.integers(1, 99)),
        st.one_of(st.none(), points),
        st.lists(points, max_size=7).map(tuple),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@given(rows)
def test_every_mark_lies_inside_the_drawing(made: list[Scored]) -> None:
    assert outside(ranking_picture(made, "zh").svg) == []


def test_the_line_lies_below_the_last_that_is_reached() -> None:
    made = [
        Scored(1, 91.0, (88.0, 94.0), above=True),
        Scored(2, 85.0, (85.0,), above=True),
        Scored(3, 70.0, (60.0, 80.0), above=False),
    ]
    assert line_after(made) == 2
    assert scale(made) == (60, 100)
    assert "资助线" in said(ranking_picture(made, "zh").svg)


def test_without_anything_above_or_below_there_is_no_line() -> None:
    assert line_after([]) is None
    assert line_after([Scored(None, None, (), above=False)]) is None
    assert line_after([Scored(1, 90.0, (90.0,), above=True)]) is None


def test_what_goes_through_the_channel_does_not_move_the_line() -> None:
    made = [
        Scored(1, 90.0, (), above=True),
        Scored(2, 80.0, (), above=False),
        Scored(3, 70.0, (), above=True, channel=True),
    ]
    assert line_after(made) == 1
