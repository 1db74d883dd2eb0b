"""Rows of bars to one scale, each below its label: readable as wide as a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.pictures.svg import bar, drawing, line, shortened, words
from workflows.engine.typeset import width, wrap

WIDTH = 400.0
_LONGEST = 270.0
_LABEL, _BAR, _NOTE, _BETWEEN = 20.0, 18.0, 17.0, 12.0
_SIZE, _SMALL = 14, 12


@dataclass(frozen=True, slots=True)
class Tone:
    """How a part is painted and what that means; `sign` says it again where no colour is seen."""

    colour: str
    label: str
    sign: str = ""
    is_hollow: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    amount: int
    tone: Tone
    words: str = ""
    """Set inside where there is room."""


@dataclass(frozen=True, slots=True)
class Row:
    """Without a label a row goes with the one above it; `value` stands behind the bar, `note`
    below it. `most`: as much of the parts as is drawn, when they go on."""

    label: str
    parts: Sequence[Part]
    value: str = ""
    note: str = ""


def bars(
    name: str,
    title: str,
    told: str,
    rows: Sequence[Row],
    tones: Sequence[Tone] = (),
    *,
    most: int = 0,
    goal: int = 0,
) -> str:
    """`most` lies at the end of the scale, by default the longest bar; a dashed line at `goal`."""
    most = most or max([sum(p.amount for p in row.parts) for row in rows] or [0]) or 1
    marks, y = _legend(tones)
    first = y
    for row in rows:
        marks += _row(row, y, most)
        y += _height(row)
    if goal:
        x = _x(goal, most)
        marks.append(line(f"M{x:.1f} {first:.1f}V{y - _BETWEEN:.1f}", "ink", 1, "4 3"))
    return drawing(name, (WIDTH, y), title, told, *marks)


def _x(amount: int, most: int) -> float:
    return 1 + _LONGEST * min(amount, most) / most


def _height(row: Row) -> float:
    if _is_empty(row):
        return _LABEL + _BETWEEN / 2
    between = _BETWEEN if row.label or row.note else _BETWEEN / 2
    return (_LABEL if row.label else 0) + _BAR + len(_lines(row.note)) * _NOTE + between


def _is_empty(row: Row) -> bool:
    """Without a bar, its value stands behind the label."""
    return bool(row.label) and not row.note and not any(part.amount for part in row.parts)


def _lines(note: str) -> list[str]:
    return wrap(note, _SMALL, WIDTH - 2) if note else []


def _legend(tones: Sequence[Tone]) -> tuple[list[str], float]:
    """Beside each other as far as there is room."""
    marks, x, y = [], 1.0, 4.0
    for tone in tones:
        said = f"{tone.sign} {tone.label}".strip()
        wide = 20 + width(said, _SIZE) + 16
        if x > 1 and x + wide > WIDTH:
            x, y = 1.0, y + 22
        marks += [_painted(x, y, 14, 14, tone), words(x + 20, y + 12, said, size=_SIZE)]
        x += wide
    return marks, y + 30 if tones else y


def _row(row: Row, y: float, most: int) -> Iterator[str]:
    if _is_empty(row):
        label = shortened(row.label, _SIZE, WIDTH - 20 - width(row.value, _SIZE))
        yield words(1, y + 14, label, size=_SIZE)
        yield words(8 + width(label, _SIZE), y + 14, row.value, "quiet", size=_SIZE)
        return
    if row.label:
        yield words(1, y + 14, shortened(row.label, _SIZE, WIDTH - 2), size=_SIZE)
        y += _LABEL
    ends = [_x(total, most) for total in accumulate((p.amount for p in row.parts), initial=0)]
    for part, start, end in zip(row.parts, ends, ends[1:], strict=False):
        if end > start:
            yield from _part(part, start, end - start, y)
    yield words(ends[-1] + 7, y + 14, row.value, "quiet", size=_SIZE)
    for number, text in enumerate(_lines(row.note)):
        yield words(1, y + _BAR + 13 + number * _NOTE, text, "quiet", size=_SMALL)


def _part(part: Part, x: float, wide: float, y: float) -> Iterator[str]:
    yield _painted(x, y, wide, _BAR, part.tone)
    if part.words and width(part.words, _SMALL) + 6 <= wide:
        ink = "ink" if part.tone.is_hollow else "on"
        yield words(x + wide / 2, y + 13, part.words, ink, anchor="middle", size=_SMALL)


def _painted(x: float, y: float, wide: float, high: float, tone: Tone) -> str:
    fill, edge = ("paper", tone.colour) if tone.is_hollow else (tone.colour, "paper")
    return bar(x, y, wide, high, fill, edge)
