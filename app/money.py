"""What people type into a money field, as integer 分; `workflows.engine.money` shows it."""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from workflows.engine.money import amount_text
from workflows.engine.text import Text

MOST = 100_000_000_000_00
"""1,000 亿元 in 分: more than any plan holds, and far inside a 64-bit column."""

_LONGEST = 40
_SUFFIX = re.compile(r"(万元|亿元|万|亿|元)?\Z")
_PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d*)?")


class MoneyUnit(Enum):
    """The unit of a field; the value is its power of ten in 分."""

    YUAN = 2
    TEN_THOUSAND_YUAN = 6
    HUNDRED_MILLION_YUAN = 10


_UNITS = {
    "元": MoneyUnit.YUAN,
    "万": MoneyUnit.TEN_THOUSAND_YUAN,
    "万元": MoneyUnit.TEN_THOUSAND_YUAN,
    "亿": MoneyUnit.HUNDRED_MILLION_YUAN,
    "亿元": MoneyUnit.HUNDRED_MILLION_YUAN,
}


def parse_money(typed: str, unit: MoneyUnit, most: int = MOST) -> int | Text:
    """分, or why the text is no amount.

    `unit` is that of the field; a unit typed behind the number goes before it. Thousands commas,
    full-width digits, blanks and a leading ¥ are understood. Exact: parts of a 分 are refused,
    never rounded. Zero is an amount.
    """
    if len(typed) > _LONGEST:
        return _NOT_A_NUMBER
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).removeprefix("¥")
    if not text:
        return _EMPTY
    if text[0] in "-−" or (text[0] == "(" and text[-1] == ")"):
        return _NEGATIVE
    suffix = _SUFFIX.search(text)
    assert suffix is not None, "the pattern also matches nothing"
    number = text[: suffix.start()]
    scale = _UNITS.get(suffix.group(), unit)
    if _GROUPED.fullmatch(number):
        number = number.replace(",", "")
    elif "," in number:
        return _BAD_GROUPS
    if not (number.isascii() and _PLAIN.fullmatch(number)):
        return _NOT_A_NUMBER
    return _in_fen(number, scale.value, most)


def _in_fen(number: str, power: int, most: int) -> int | Text:
    whole, _, decimals = number.partition(".")
    decimals = decimals.rstrip("0")
    if len(decimals) > power:
        return _TOO_FINE
    fen = int((whole or "0") + decimals.ljust(power, "0"))
    return fen if fen <= most else _TOO_MUCH.format(most=amount_text(most))


_EMPTY = Text("请填写金额", "Enter an amount")
_NEGATIVE = Text("金额不能为负数", "An amount cannot be negative")
_NOT_A_NUMBER = Text(
    "金额请用阿拉伯数字填写，如 1,200.50",
    "Write the amount in figures, such as 1,200.50",
)
_BAD_GROUPS = Text(
    "千分位逗号位置不对，请核对是否少写或多写了数字（正确如 1,200.50）",
    "A thousands comma is in the wrong place. Check for missing or extra digits "
    "(correct: 1,200.50)",
)
_TOO_FINE = Text(
    "金额最小到分：以元填写最多 2 位小数，以万元填写最多 6 位小数",
    "The smallest amount is 0.01 yuan: up to 2 decimal places in 元, up to 6 in 万元",
)
_TOO_MUCH = Text(
    "金额过大（上限 {most}），请核对单位是元还是万元",
    "The amount is too large (maximum {most}). Check whether the unit is 元 or 万元",
)
