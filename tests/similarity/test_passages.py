"""查重 to the character: what two texts share, where it stands, and that nothing long is missed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.similarity.marks import GRAM, WINDOW, marks_of, runs
from app.similarity.passages import LEAST, shared
from app.similarity.reading import read

STOLEN = "采用原位聚合方法构筑界面层，抑制锂枝晶生长，室温离子电导率不低于百分之一西门子每厘米"
OWN = "以单原子催化剂为核心，研究海水直接电解过程中阳极选择性与隔膜寿命之间的关系"
CHARACTERS = st.text(st.characters(codec="utf-8"), max_size=120)


def test_a_passage_is_found_whatever_stands_around_it_and_quoted_as_each_wrote_it() -> None:
    one = read({"route": f"{OWN}。{STOLEN}。", "risks": "无"})
    widened = STOLEN.replace("，", " , \n")
    other = read({"summary": f"（一）{widened}；{OWN[::-1]}"})
    (passage,) = shared(one, other).passages
    part, begin, end = one.place(passage.here, passage.here + passage.size)
    assert (part, f"{OWN}。{STOLEN}。"[begin:end]) == ("route", STOLEN)
    part, begin, end = other.place(passage.there, passage.there + passage.size)
    assert (part, f"（一）{widened}；"[begin:end]) == ("summary", widened)


def test_full_width_case_and_punctuation_make_nothing_new() -> None:
    one = read({"a": "LiFePO4 正极材料的循环寿命应不低于 3000 次（25℃，1C）"})
    other = read({"a": "ｌｉＦｅＰＯ４正极材料的循环寿命应不低于３０００次，２５℃、１Ｃ"})
    assert one.text == other.text


@pytest.mark.parametrize(("size", "counts"), [(LEAST - 1, False), (LEAST, True)])
def test_a_term_of_the_trade_is_no_passage_and_a_clause_is(size: int, counts: bool) -> None:
    one, other = read({"a": OWN + STOLEN[:40]}), read({"a": STOLEN[:40].replace("，", "")[:size]})
    assert bool(shared(one, other).passages) is counts


def test_no_passage_goes_across_two_parts() -> None:
    half = len(STOLEN) // 2
    one = read({"route": STOLEN})
    other = read({"route": STOLEN[:half], "risks": STOLEN[half:]})
    halves = [read({"a": STOLEN[:half]}).size, read({"a": STOLEN[half:]}).size]
    assert [passage.size for passage in shared(one, other).passages] == halves


def test_what_both_were_given_to_quote_does_not_count() -> None:
    one, other = read({"a": STOLEN + OWN}), read({"a": STOLEN})
    assert shared(one, other).of_one
    assert not shared(one, other, runs(read({"guide": STOLEN}).text)).of_one


def test_what_is_written_twice_and_copied_once_counts_twice_here_and_once_there() -> None:
    one, other = read({"a": STOLEN, "b": STOLEN}), read({"a": STOLEN})
    found = shared(one, other)
    assert (found.of_one, found.of_other) == (2 * other.size, other.size)


@given(CHARACTERS, CHARACTERS, CHARACTERS, CHARACTERS)
def test_whatever_is_long_enough_leaves_a_mark_in_both(a: str, b: str, c: str, d: str) -> None:
    """The promise of winnowing: GRAM + WINDOW - 1 characters in a row."""
    assert len(read({"x": STOLEN}).text) >= GRAM + WINDOW - 1
    one, other = read({"x": a + STOLEN + b}), read({"x": c + STOLEN + d})
    assert marks_of(one.text) & marks_of(other.text)


@given(st.lists(st.sampled_from((STOLEN, OWN, "一二三")), max_size=5), CHARACTERS)
def test_a_text_shares_all_of_itself_and_places_lead_back(pieces: list[str], end: str) -> None:
    written = {"a": "".join(pieces), "b": end}
    one = read(written)
    for passage in shared(one, one).passages:
        part, begin, finish = one.place(passage.here, passage.here + passage.size)
        quoted = read({"q": written[part][begin:finish]}).text
        assert one.text[passage.here : passage.here + passage.size] in quoted
    assert shared(one, one).of_one <= one.size
    if len(one.text) >= LEAST and "b" not in one.parts:
        assert shared(one, one).of_one == one.size


def test_marks_are_few_and_those_of_a_short_text_are_not_lost() -> None:
    long = "".join(chr(0x4E00 + place * 7 % 20000) for place in range(5200))
    assert len(marks_of(long)) < 5200 / 10
    assert len(marks_of(read({"a": STOLEN[:18]}).text)) == 1
