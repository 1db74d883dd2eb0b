"""Bars share one scale, stay inside their drawing, and say the same without colours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pictures.bars import Part, Row, Tone, bars
from tests.pictures.drawn import bars as widths
from tests.pictures.drawn import outside, parsed, said

ON, LEFT = Tone("blue", "进入下一步", "→"), Tone("edge", "离开", "×", is_hollow=True)
amounts = st.integers(0, 10**12)
rows = st.lists(
    st.builds(
        Row,
        st.sampled_from(["", "甲", "技术条目 of a plan " * 9]),
        st.lists(st.builds(Part, amounts, st.just(ON), st.just("1")), max_size=4),
        st.just("12"),
        st.sampled_from(["", "撤回 2", "撤回 2 · 未推荐 1 " * 20]),
    ),
    max_size=8,
)


def drawn(*made: Row, **how: int) -> str:
    return bars("x", "图", "说明", made, (ON, LEFT), **how)


@given(rows)
def test_nothing_lies_outside_the_drawing(made: list[Row]) -> None:
    assert outside(drawn(*made)) == []


@given(st.lists(st.integers(1, 500), min_size=1, max_size=6))
def test_the_parts_of_a_row_make_up_its_bar(counts: list[int]) -> None:
    whole, parts = (
        drawn(Row("", [Part(sum(counts), ON)])),
        drawn(Row("", [Part(count, ON) for count in counts])),
    )
    assert sum(widths(parts, "blue")) == pytest.approx(sum(widths(whole, "blue")), abs=0.4)


def test_bars_of_one_drawing_have_one_scale() -> None:
    long, short = widths(drawn(Row("甲", [Part(40, ON)]), Row("乙", [Part(10, ON)])), "blue")
    assert long == pytest.approx(4 * short, abs=0.4)


def test_a_row_of_nothing_says_so_behind_its_label() -> None:
    one = drawn(Row("8. 新能源", [Part(0, ON)], "0"))
    assert {"8. 新能源", "0"} <= set(said(one))
    assert widths(one, "blue") == []


def test_what_goes_beyond_the_scale_ends_there() -> None:
    whole, beyond = (
        drawn(Row("", [Part(100, ON)]), most=100),
        drawn(Row("", [Part(900, ON)]), most=100),
    )
    assert widths(whole, "blue") == widths(beyond, "blue")


def test_what_people_wrote_is_escaped() -> None:
    evil = '<script>alert("1")</script>&'
    assert evil in said(drawn(Row(evil, [Part(1, ON)])))
    assert "<script" not in drawn(Row(evil, [Part(1, ON)], evil, evil))


def test_a_reader_without_colours_finds_the_sign_of_each_part_in_the_legend() -> None:
    assert {"→ 进入下一步", "× 离开"} <= set(said(drawn(Row("", [Part(1, ON)]))))


def test_a_drawing_is_named_and_told_for_who_does_not_see_it() -> None:
    root = parsed(drawn())
    told = {one.attrib["id"]: one.text for one in root if "id" in one.attrib}
    assert told[root.attrib["aria-labelledby"]] == "图"
    assert told[root.attrib["aria-describedby"]] == "说明"
