"""Money as people type it, and as it is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.money import MOST, MoneyUnit, parse_money
from workflows.engine.money import amount_text
from workflows.engine.text import Text

YUAN, WAN = MoneyUnit.YUAN, MoneyUnit.TEN_THOUSAND_YUAN


@pytest.mark.parametrize(
    ("typed", "unit", "fen"),
    [
        ("120", WAN, 120_000_000),
        ("120", YUAN, 12_000),
        ("1,200.50", YUAN, 120_050),
        ("１，２００．５０", YUAN, 120_050),
        (" 1 200 ", YUAN, 120_000),
        ("￥88.8", YUAN, 8_880),
        ("¥88.8元", WAN, 8_880),
        ("120万元", YUAN, 120_000_000),
        ("1.2 亿元", WAN, 12_000_000_000),
        ("3万", YUAN, 3_000_000),
        ("0.000001", WAN, 1),
        (".5", YUAN, 50),
        ("7.", YUAN, 700),
        ("1.2000", YUAN, 120),
        ("0", WAN, 0),
        ("007", YUAN, 700),
    ],
)
def test_what_people_type_is_understood_exactly(typed: str, unit: MoneyUnit, fen: int) -> None:
    assert parse_money(typed, unit) == fen


@pytest.mark.parametrize(
    ("typed", "unit", "word"),
    [
        ("", YUAN, "请填写"),
        ("  　", YUAN, "请填写"),
        ("-5", YUAN, "负"),
        ("－5", YUAN, "负"),
        ("−5", YUAN, "负"),
        ("(5)", YUAN, "负"),
        ("120.005", YUAN, "最小到分"),
        ("0.0000001", WAN, "最小到分"),
        ("1,20", YUAN, "逗号"),
        ("12,0000", YUAN, "逗号"),
        (",100", YUAN, "逗号"),
        ("1e5", YUAN, "阿拉伯数字"),
        ("一百万", YUAN, "阿拉伯数字"),
        ("½", YUAN, "阿拉伯数字"),
        ("٣", YUAN, "阿拉伯数字"),
        ("元", YUAN, "阿拉伯数字"),
        ("1.2.3", YUAN, "阿拉伯数字"),
        ("NaN", YUAN, "阿拉伯数字"),
        ("inf", YUAN, "阿拉伯数字"),
        ("9" * 50_000, YUAN, "阿拉伯数字"),
        ("100000000000000", WAN, "过大"),
        ("9" * 40, YUAN, "过大"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(
    typed: str, unit: MoneyUnit, word: str
) -> None:
    answer = parse_money(typed, unit)
    assert isinstance(answer, Text)
    assert word in answer.zh
    assert answer.en


def test_the_upper_limit_itself_is_allowed_and_one_fen_more_is_not() -> None:
    assert parse_money("5.00", YUAN, most=500) == 500
    answer = parse_money("5.01", YUAN, most=500)
    assert isinstance(answer, Text)
    assert "0.0005 万元" in answer.zh


@pytest.mark.parametrize(
    ("fen", "zh", "en"),
    [
        (120_000_000, "120.00 万元", "¥1,200,000.00"),
        (123_456_789, "123.456789 万元", "¥1,234,567.89"),
        (1_200_000_000_000, "1,200,000.00 万元", "¥12,000,000,000.00"),
        (0, "0.00 万元", "¥0.00"),
        (100, "0.0001 万元", "¥1.00"),
    ],
)
def test_amounts_are_shown_in_the_unit_of_each_language(fen: int, zh: str, en: str) -> None:
    assert amount_text(fen) == Text(zh, en)


@pytest.mark.parametrize(("fen", "zh"), [(1, "0.01 元"), (99, "0.99 元"), (-5, "-0.05 元")])
def test_less_than_one_yuan_is_shown_in_yuan(fen: int, zh: str) -> None:
    assert amount_text(fen).zh == zh


@given(st.integers(0, 99) | st.integers(0, MOST))
def test_what_is_shown_can_be_typed_back_without_loss(fen: int) -> None:
    assert parse_money(amount_text(fen).zh, YUAN) == fen
    assert parse_money(amount_text(fen).en, YUAN) == fen


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(typed: str) -> None:
    answer = parse_money(typed, YUAN)
    assert isinstance(answer, Text) or 0 <= answer <= MOST
