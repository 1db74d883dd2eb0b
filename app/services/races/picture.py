"""The lanes of a race as a picture, made on the server for the page and for the letter; the table
beside it says the same. Marks are drawn, so that no font need have them, and told by shape."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from app.services.races.lanes import TESTED, Cell, Lane
from workflows.engine.text import Text

_LEFT, _TOP, _STEP, _ROW = 216, 46, 156, 62
_INK, _QUIET, _LINE, _RED, _BLUE = "#16202c", "#52606f", "#d9dfe6", "#c01530", "#1f4e8c"
_COLOURS = {"advance": "#1d6b45", "hold": "#8a5300", "eliminate": "#c01530", TESTED: "#52606f"}
_SHAPES = {
    "advance": '<path d="M{x} {top}L{right} {bottom}H{left}Z" fill="{colour}"/>',
    "hold": '<path d="M{x} {top}L{right} {y}L{x} {bottom}L{left} {y}Z" fill="{colour}"/>',
    "eliminate": '<path d="M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}" '
    'stroke="{colour}" stroke-width="4" fill="none"/>',
    TESTED: '<circle cx="{x}" cy="{y}" r="6" fill="{colour}"/>',
}

_LANES = Text("各队赛道", "Lanes of the race")
_FINISH = Text("冲线", "Finish")
_STAGE = Text("第{number}节点", "Stage {number}")
_PLACE = Text("第{place}", "No. {place}")
_TEAM = Text("{lane}队 · {route}", "{lane} · {route}")


def lanes_picture(lanes: Sequence[Lane], stages: int, locale: str) -> str:
    """An SVG with one lane a team, one column a stage, and the finish line."""
    finish = _LEFT + _STEP * stages + 48
    width, height = finish + 60, _TOP + _ROW * len(lanes) + 12
    rows = {lane.team.lane: _TOP + _ROW * n + 16 for n, lane in enumerate(lanes)}
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="lanes" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{_LANES.within(locale)}" '
        'font-family="Letter Hei, Noto Sans CJK SC, sans-serif">',
        *(_column(number, height, locale) for number in range(1, stages + 1)),
        f'<path d="M{finish} {_TOP - 14}V{height - 6}" stroke="{_RED}" stroke-width="4" '
        'stroke-dasharray="8 5"/>',
        _text(finish, 22, _FINISH.within(locale), _RED, bold=True),
        *(_row(lane, rows, finish, locale) for lane in lanes),
        "</svg>",
    ]
    return "".join(parts)


def _column(number: int, height: int, locale: str) -> str:
    x = _at(number)
    line = f'<path d="M{x} {_TOP - 14}V{height - 6}" stroke="{_LINE}" stroke-width="1"/>'
    return line + _text(x, 22, _STAGE.format(number=number).within(locale), _QUIET)


def _at(stage: int) -> int:
    return _LEFT + _STEP * stage - 30


def _row(lane: Lane, rows: dict[str, int], finish: int, locale: str) -> str:
    y, start, end = rows[lane.team.lane], _start(lane), _end(lane, finish)
    colour = _QUIET if lane.is_gone or lane.is_waiting else _INK
    dash = ' stroke-dasharray="3 5"' if lane.is_gone else ""
    parts = [
        *_name(lane, y, colour, locale),
        f'<path d="M{_LEFT} {y}H{finish}" stroke="{_LINE}" stroke-width="2"/>',
    ]
    if not lane.is_waiting:
        parts.append(f'<path d="M{start} {y}H{end}" stroke="{colour}" stroke-width="4"{dash}/>')
    if lane.joined in rows:
        parts.append(_joining(end, y, rows[lane.joined]))
    parts += [_mark(cell, y, locale) for cell in lane.cells if cell.outcome]
    if lane.is_racing:
        parts.append(f'<path d="M{end} {y - 8}L{end + 14} {y}L{end} {y + 8}Z" fill="{_BLUE}"/>')
    if lane.crossed:
        parts.append(f'<circle cx="{finish}" cy="{y}" r="13" fill="{_RED}"/>')
        parts.append(_text(finish, y + 6, str(lane.crossed), "#fff", size=16, bold=True))
    return "".join(parts)


def _start(lane: Lane) -> int:
    """Who joined later starts between two stages."""
    return _at(lane.since) + 40 if lane.since else _LEFT


def _end(lane: Lane, finish: int) -> int:
    """Who races is on the way to the stage after the last one; who has left stays where it was."""
    if lane.crossed:
        return finish
    here = _at(lane.reached) if lane.reached else _start(lane)
    return here + 56 if lane.is_racing or not lane.reached else here


def _joining(x: int, y: int, other: int) -> str:
    """From the lane of a merged team into its partner's, clear of the words below the marks."""
    return (
        f'<path d="M{x} {y}C{x + 76} {y} {x + 40} {other} {x + 104} {other}" fill="none" '
        f'stroke="{_BLUE}" stroke-width="3" stroke-dasharray="3 4"/>'
    )


def _name(lane: Lane, y: int, colour: str, locale: str) -> list[str]:
    name = _TEAM.format(lane=lane.team.lane, route=lane.team.route.name).within(locale)
    unit = lane.team.proposal.lead_unit.name
    return [
        _text(8, y - 2, name, colour, "start", bold=True),
        _text(8, y + 15, unit if len(unit) <= 15 else f"{unit[:14]}…", _QUIET, "start", size=12),
        _text(8, y + 31, lane.state.within(locale), colour, "start", size=12),
    ]


def _mark(cell: Cell, y: int, locale: str) -> str:
    x, colour = _at(cell.number), _COLOURS[cell.outcome]
    shape = _SHAPES[cell.outcome].format(
        x=x, y=y, left=x - 8, right=x + 8, top=y - 8, bottom=y + 8, colour=colour
    )
    score = f" {cell.score / 100:.2f}" if cell.score is not None else ""
    words = cell.label.within(locale) + score
    ground = f'<circle cx="{x}" cy="{y}" r="14" fill="#fff"/>'
    return ground + shape + _text(x, y + 28, words, colour, size=12)


def _text(
    x: int,
    y: int,
    words: str,
    colour: str,
    anchor: str = "middle",
    *,
    size: int = 14,
    bold: bool = False,
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" fill="{colour}" font-size="{size}" text-anchor="{anchor}"{weight}>'
        f"{escape(words)}</text>"
    )
