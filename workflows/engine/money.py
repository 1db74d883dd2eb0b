"""How money is shown. Money is integer 分."""

from __future__ import annotations

from workflows.engine.text import Text

_YUAN = 100


def amount_text(fen: int) -> Text:
    """`120.00 万元`, `¥1,200,000.00`; below zero `-120.00 万元`, `-¥1,200,000.00`. More than two
    decimals only where the amount has them: nothing is rounded. Less than 1 元 stands in 元."""
    sign = "-" if fen < 0 else ""
    english = f"{sign}¥{_decimal(abs(fen), 2)}"
    if 0 < abs(fen) < _YUAN:
        return Text(f"{_decimal(fen, 2)} 元", english)
    return Text(f"{ten_thousands(fen)} 万元", english)


def ten_thousands(fen: int) -> str:
    """`120.00`, as it stands in a field counted in 万元."""
    return _decimal(fen, 6)


def _decimal(fen: int, power: int) -> str:
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 10**power)
    decimals = f"{rest:0{power}d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole:,}.{decimals}"
