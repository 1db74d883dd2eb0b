"""The lanes of a race as a picture, made on the server; the table beside it says the same."""

from __future__ import annotations

from html import escape

from app.services.races.board import Board, Lane
from workflows.engine.text import Text

_LEFT, _TOP, _STEP, _ROW = 190, 46, 150, 54
_COLOURS = {"▲": "#1d6b45", "◆": "#8a5300", "✕": "#c01530", "●": "#52606f"}
_INK, _QUIET, _LINE, _RED = "#16202c", "#52606f", "#d9dfe6", "#c01530"

_LANES = Text("各队赛道", "Lanes of the race")
_FINISH = Text("冲线", "Finish")
_STAGE = Text("第{number}节点", "Stage {number}")


def lanes_picture(board: Board, stages: int, locale: str) -> str:
    """An SVG with one lane a team, one column a stage and the finish line; status is told by shape
    and word, never by colour alone."""
    width = _LEFT + _STEP * (stages + 1)
    height = _TOP + _ROW * len(board.lanes) + 16
    finish = _LEFT + _STEP * stages + 40
    label = _LANES.within(locale)
    parts = [
        f'<svg class="lanes" viewBox="0 0 {width} {height}" role="img" aria-label="{label}">',
        *(_column(number, height, locale) for number in range(1, stages + 1)),
        f'<path d="M{finish} {_TOP - 14}V{height - 10}" stroke="{_RED}" stroke-width="4" '
        'stroke-dasharray="8 5"/>',
        _text(finish, 22, _FINISH.within(locale), _RED, bold=True),
        *(_row(n, lane, finish, locale) for n, lane in enumerate(board.lanes)),
        "</svg>",
    ]
    return "".join(parts)


def _column(number: int, height: int, locale: str) -> str:
    x = _LEFT + _STEP * number - 50
    words = _STAGE.format(number=number).within(locale)
    line = f'<path d="M{x} {_TOP - 14}V{height - 10}" stroke="{_LINE}" stroke-width="1"/>'
    return line + _text(x, 22, words, _QUIET)


def _row(number: int, lane: Lane, finish: int, locale: str) -> str:
    y = _TOP + _ROW * number + 14
    reached = max((c.number for c in lane.cells if c.mark), default=0)
    crossed = lane.team.crossed > 0
    end = finish if crossed else _LEFT + (_STEP * reached - 50 if reached else 20)
    colour = _QUIET if lane.is_gone else _INK
    dash = ' stroke-dasharray="3 5"' if lane.is_gone else ""
    parts = [
        _text(8, y + 5, f"{lane.team.lane} · {lane.team.route.name}", colour, "start", bold=True),
        _text(8, y + 22, lane.state.within(locale), _QUIET, "start", size=12),
        f'<path d="M{_LEFT} {y}H{finish}" stroke="{_LINE}" stroke-width="2"/>',
        f'<path d="M{_LEFT} {y}H{end}" stroke="{colour}" stroke-width="4"{dash}/>',
    ]
    for cell in lane.cells:
        if not cell.mark:
            continue
        x = _LEFT + _STEP * cell.number - 50
        score = f" {cell.score / 100:.2f}" if cell.score is not None else ""
        parts.append(f'<circle cx="{x}" cy="{y}" r="13" fill="#fff"/>')
        parts.append(_text(x, y + 6, cell.mark, _COLOURS[cell.mark], size=18, bold=True))
        parts.append(
            _text(x, y + 26, cell.label.within(locale) + score, _COLOURS[cell.mark], size=12)
        )
    if crossed:
        parts.append(_text(finish + 22, y + 6, f"{lane.team.crossed}", _RED, size=18, bold=True))
    return "".join(parts)


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
