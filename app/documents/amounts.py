"""Money in official letters: figures, and capital words (大写) that cannot be altered."""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def in_figures(amount: int) -> str:
    """分 as 万元 with separators, e.g. 1,200.50 万元; trailing zeros of the decimals go."""
    whole, rest = divmod(amount, 1_000_000)
    decimals = f"{rest:06d}".rstrip("0")
    return f"{whole:,}{'.' + decimals if decimals else ''}万元"


def in_capitals(amount: int) -> str:
    """分 as 人民币…元整, or with 角 and 分.

    Raises ValueError: a negative amount or one of a quadrillion 元 and more.
    """
    if not 0 <= amount < 10**18:
        raise ValueError(f"no capital words for {amount} 分")
    yuan, cents = divmod(amount, 100)
    jiao, fen = divmod(cents, 10)
    words = f"人民币{_whole(yuan)}元" if yuan or not cents else "人民币"
    if not cents:
        return words + "整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif yuan:
        words += "零"
    return words + (f"{_DIGITS[fen]}分" if fen else "整")


def in_both(amount: int) -> str:
    """分 in figures, with the capital words in brackets."""
    return f"{in_figures(amount)}（{in_capitals(amount)}）"


def _whole(number: int) -> str:
    if number == 0:
        return "零"
    groups = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    words = ""
    for position in range(len(groups) - 1, -1, -1):
        group = groups[position]
        if not group:
            words += "" if words.endswith("零") or not words else "零"
            continue
        if words and group < 1000 and not words.endswith("零"):
            words += "零"
        words += _four(group) + _GROUPS[position]
    return words.rstrip("零")


def _four(group: int) -> str:
    words, pending = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            words += ("零" if pending and words else "") + _DIGITS[digit] + _PLACES[place]
            pending = False
        else:
            pending = True
    return words
