"""Names and text as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.names import check_line, check_person_name, check_text, clean_line, is_same_name
from workflows.engine.text import Text

TITLE = Text("项目名称", "The title")


@pytest.mark.parametrize(
    "name",
    [
        "王",
        "喆",
        "𠮷",
        "堃",
        "𫖯",
        "阿卜杜勒·卡德尔",
        "O’Brien",
        "Jean-Luc",
        "José",
        "\U00030729",
        "\U00031350",
        "葛\U000e0100",
    ],
)
def test_a_real_name_is_kept_as_it_is(name: str) -> None:
    assert check_person_name(name) == name


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "请填写"),
        (" \u200b\x00 ", "请填写"),
        ("\u3164\u200d\ufe0f", "请填写"),
        ("王小明😀", "😀"),
        ("❤️", "❤"),
        ("张3", "3"),
        ("<b>李", "<"),
        ("·", "没有文字"),
        ("王\ue000", "自造字"),
        ("长" * 51, "51"),
    ],
)
def test_what_is_no_name_is_refused_with_its_reason(typed: str, word: str) -> None:
    answer = check_person_name(typed)
    assert isinstance(answer, Text)
    assert word in answer.zh


def test_a_name_is_normalised_and_freed_of_what_cannot_be_seen() -> None:
    assert check_person_name("  Jose\u0301\t李\u202e\u200b ") == "José 李"
    assert check_person_name("王\u061c\u180e\U000e0041小\u2063明") == "王小明"


@pytest.mark.parametrize("line", ["葛\U000e0100", "👩\u200d🔬 科研", "می\u200cخواهم", "❤\ufe0f"])
def test_what_shapes_other_characters_is_kept(line: str) -> None:
    assert clean_line(line) == line


@pytest.mark.parametrize("nothing", ["\u200d", "\ufe0f", "\u2800\n\u3164", "\u2064", "\U000e0100"])
def test_a_text_of_which_nothing_can_be_seen_is_none(nothing: str) -> None:
    assert check_text(nothing, TITLE, 60, required=False) == ""


def test_characters_parted_by_something_invisible_are_joined() -> None:
    assert check_person_name("Jose\u200b\u0301") == "José"


def test_length_counts_characters_not_bytes() -> None:
    assert check_line("𠮷" * 60, TITLE, 60) == "𠮷" * 60
    answer = check_line("𠮷" * 61, TITLE, 60)
    assert isinstance(answer, Text)
    assert answer.zh == "项目名称最多 60 个字，现有 61 个字，请删减 1 个字"


def test_an_empty_line_is_refused_only_where_it_is_required() -> None:
    answer = check_line("　", TITLE, 60)
    assert isinstance(answer, Text)
    assert answer.zh == "请填写项目名称"
    assert check_line("　", TITLE, 60, required=False) == ""


def test_a_title_is_one_line_and_may_hold_an_emoji() -> None:
    assert check_line("储能\r\n电池  🔋", TITLE, 60) == "储能 电池 🔋"


def test_paragraphs_keep_their_line_breaks_and_lose_control_characters() -> None:
    assert check_text("一\r\n二\r三\x00\x1b\ud800", TITLE, 60) == "一\n二\n三"


def test_fifty_thousand_characters_are_counted_and_refused() -> None:
    answer = check_text("字" * 50_000, TITLE, 2_000)
    assert isinstance(answer, Text)
    assert "50000" in answer.zh


@given(st.text(st.characters()))
def test_cleaning_twice_changes_nothing_and_the_result_can_be_stored(typed: str) -> None:
    once = clean_line(typed)
    assert clean_line(once) == once
    once.encode("utf-8")
    assert "\x00" not in once


def test_a_line_that_letters_name_holds_no_character_without_a_standard_code() -> None:
    answer = check_line("关于\ue863的研究", TITLE, 60)
    assert isinstance(answer, Text)
    assert "自造字（无统一编码）：\ue863 (U+E863)" in answer.zh
    assert "U+E863" in answer.en
    assert check_text("\uf0b7 第一点", TITLE, 60) == "\uf0b7 第一点"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("迪丽热巴·买买提", "迪丽热巴•买买提", True),
        ("迪丽热巴·买买提", "迪丽热巴 ・买买提", True),
        ("Anne-Marie O’Neil", "anne marie o'neil", True),
        ("王小明", "王晓明", False),
    ],
)
def test_a_name_is_the_same_with_whichever_mark_between_its_parts(
    one: str, other: str, is_same: bool
) -> None:
    assert is_same_name(one, other) is is_same
