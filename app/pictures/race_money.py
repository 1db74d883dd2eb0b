"""Where the money of a race lies: one bar for each place it can be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from app.pictures.bars import Part, Row, Tone, bars
from app.pictures.picture import Picture
from workflows.engine.money import amount_text
from workflows.engine.text import Text

if TYPE_CHECKING:
    from app.services.races.purse import Purse

_PLACES = (
    ("paid", Text("已拨付", "Paid"), "green", False),
    ("ordered", Text("在途", "In transit"), "blue", False),
    ("ring_fenced", Text("申诉期留存", "Ring-fenced"), "amber", False),
    ("free", Text("未分配", "Unallocated"), "edge", True),
    ("prize", Text("冲线奖励", "Finish-line prize"), "red", False),
    ("returned", Text("交回财政", "Returned to the treasury"), "quiet", True),
)
_MONEY = Text("赛事经费", "Race funds")
_TOLD = Text(
    "赛事经费现在何处，各占总额多少；数值见数据表。",
    "Where the race funds are now and their share of the total. The figures are in the data table.",
)
_HEADER = (Text("去向", "Where"), Text("金额（元）", "Amount (yuan)"))


def money_picture(purse: Purse, pool: int, locale: str) -> Picture:
    """To the scale of the whole pool (分). What is nothing is not drawn, but in the table."""
    held = [(label.within(locale), getattr(purse, key), c, h) for key, label, c, h in _PLACES]
    rows = [
        Row(
            label, [Part(amount, Tone(colour, label, is_hollow=is_hollow))], _amount(amount, locale)
        )
        for label, amount, colour, is_hollow in held
        if amount > 0
    ]
    title = _MONEY.within(locale)
    return Picture(
        "race-money",
        title,
        bars("race-money", title, _TOLD.within(locale), rows, most=pool),
        [head.within(locale) for head in _HEADER],
        [[label, Decimal(amount).scaleb(-2)] for label, amount, _, _ in held],
    )


def _amount(fen: int, locale: str) -> str:
    return amount_text(fen).within(locale)
