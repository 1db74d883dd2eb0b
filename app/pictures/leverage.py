"""Public money against the units' own, by programme, to one scale."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from app.pictures.bars import Part, Row, Tone, bars
from app.pictures.picture import Cell, Picture
from workflows.engine.money import amount_text
from workflows.engine.text import Text

if TYPE_CHECKING:
    from app.queries.figures.leverage import Leverage

_TITLE = Text("财政资助与单位投入，按专项", "Public funds and units' own funds, by programme")
_TOLD = Text(
    "每个专项两条：上为财政资助，下为单位计划投入。",
    "Two bars per programme: public funds above, units' planned own funds below.",
)
_FISCAL = Text("财政资助", "Public funds")
_OWN = Text("单位计划投入", "Planned own funds")
_HEADER = (
    Text("编号", "Number"),
    Text("专项", "Programme"),
    Text("项目数", "Projects"),
    Text("财政资助（元）", "Public funds (yuan)"),
    Text("已拨付（元）", "Paid (yuan)"),
    Text("单位计划投入（元）", "Planned own funds (yuan)"),
    Text("已到位（元）", "Own funds received (yuan)"),
)


def leverage_picture(programmes: Sequence[Leverage], locale: str) -> Picture:
    """Drawn are those with projects; the table holds them all."""
    fiscal = Tone("blue", _FISCAL.within(locale))
    own = Tone("red", _OWN.within(locale), is_hollow=True)
    rows = []
    for one in (p for p in programmes if p.projects):
        rows += [
            _row(one.awarded, fiscal, locale, f"{one.number}. {one.name.within(locale)}"),
            _row(one.own_planned, own, locale),
        ]
    title = _TITLE.within(locale)
    return Picture(
        "leverage",
        title,
        bars("leverage", title, _TOLD.within(locale), rows, (fiscal, own)),
        [head.within(locale) for head in _HEADER],
        [_cells(one, locale) for one in programmes],
    )


def _row(amount: int, tone: Tone, locale: str, label: str = "") -> Row:
    return Row(label, [Part(amount, tone)], amount_text(amount).within(locale))


def _cells(one: Leverage, locale: str) -> list[Cell]:
    money = (one.awarded, one.paid, one.own_planned, one.own_confirmed)
    yuan = (Decimal(fen).scaleb(-2) for fen in money)
    return [one.number, one.name.within(locale), one.projects, *yuan]
