"""How money is shown. Money is integer 分."""

from __future__ import annotations

from workflows.engine.text import Text

_YUAN = 100


def amount_text(fen: int) -> Text:
    """`120.00 万元`, `¥1,200,000.00`; below zero `-120.00 万元`, `-¥1,200,000.00`. More than two
    decimals only where the amount has them: nothing is rounded. Less than 1 元 stands in 元."""
    if 0 < abs(fen) < _YUAN:
        return yuan_text(fen)
    return Text(f"{ten_thousands(fen)} 万元", yuan_text(fen).en)


def yuan_text(fen: int) -> Text:
    """`1,500.00 元`, `¥1,500.00`: of what is counted in 元, such as a fee."""
    sign = "-" if fen < 0 else ""
    return Text(f"{in_yuan(fen)} 元", f"{sign}¥{in_yuan(abs(fen))}")


def in_yuan(fen: int) -> str:
    """`1,500.00`, as it stands in a field counted in 元."""
    return _decimal(fen, 2)


def ten_thousands(fen: int) -> str:
    """`120.00`, as it stands in a field counted in 万元."""
    return _decimal(fen, 6)


def _decimal(fen: int, power: int) -> str:
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 10**power)
    decimals = f"{rest:0{power}d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole:,}.{decimals}"
