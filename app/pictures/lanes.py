"""The lanes of a race, for its page and for the letter. Marks are drawn, so that no font need have
them, and told by shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from app.pictures.picture import Picture
from app.pictures.svg import bar, dot, drawing, line, shape, shortened, words
from workflows.engine.text import Text
from workflows.engine.typeset import width

if TYPE_CHECKING:
    from app.services.races.lanes import Cell, Lane

_LEFT, _TOP, _STEP, _ROW = 216, 46, 156, 62
_COLOURS = {"advance": "green", "hold": "amber", "eliminate": "red", "tested": "quiet"}
_SHAPES = {
    "advance": "M{x} {top}L{right} {bottom}H{left}Z",
    "hold": "M{x} {top}L{right} {y}L{x} {bottom}L{left} {y}Z",
    "eliminate": "M{left} {top}L{right} {bottom}M{right} {top}L{left} {bottom}",
}
_SIGNS = {"advance": "▲", "hold": "◆", "eliminate": "✕", "tested": "●"}

_LANES = Text("各队赛道", "Lanes of the race")
_TOLD = Text(
    "每队一条赛道，每个节点一列：▲ 晋级，◆ 保持，✕ 淘汰，● 已测试，▶ 在赛；数值见数据表。",
    "One lane per team, one column per stage: ▲ advanced, ◆ held, ✕ eliminated, ● "
    "tested, ▶ racing. The figures are in the data table.",
)
_FINISH = Text("冲线", "Finish")
_STAGE = Text("第{number}节点", "Stage {number}")
_TEAM = Text("{lane}队 · {route}", "{lane} · {route}")
_HEADER = (
    Text("团队", "Team"),
    Text("牵头单位", "Lead unit"),
    Text("技术路线", "Route"),
    Text("状态", "State"),
)


def lanes_picture(lanes: Sequence[Lane], stages: int, locale: str) -> Picture:
    """One lane a team, one column a stage, and the finish line."""
    finish = _LEFT + _STEP * stages + 48
    across, height = finish + 60, _TOP + _ROW * len(lanes) + 12
    rows = {lane.team.lane: _TOP + _ROW * n + 16 for n, lane in enumerate(lanes)}
    title = _LANES.within(locale)
    marks = [
        *(mark for number in range(1, stages + 1) for mark in _column(number, height, locale)),
        line(f"M{finish} {_TOP - 14}V{height - 6}", "red", 4, "8 5"),
        words(finish, 22, _FINISH.within(locale), "red", anchor="middle", bold=True),
        *(mark for lane in lanes for mark in _row(lane, rows, finish, locale)),
    ]
    return Picture(
        "lanes",
        title,
        drawing("lanes", (across, height), title, _TOLD.within(locale), *marks),
        [*(head.within(locale) for head in _HEADER), *_stages(stages, locale)],
        [_cells(lane, locale) for lane in lanes],
    )


def _stages(stages: int, locale: str) -> list[str]:
    return [_STAGE.format(number=n).within(locale) for n in range(1, stages + 1)]


def _cells(lane: Lane, locale: str) -> list[str]:
    return [
        lane.team.lane,
        lane.team.proposal.lead_unit.name,
        lane.team.route.name,
        lane.state.within(locale),
        *(f"{_SIGNS.get(c.outcome, '')} {_said(c, locale)}".strip() for c in lane.cells),
    ]


def _column(number: int, height: int, locale: str) -> Iterator[str]:
    x = _at(number)
    yield line(f"M{x} {_TOP - 14}V{height - 6}", "line")
    yield words(x, 22, _STAGE.format(number=number).within(locale), "quiet", anchor="middle")


def _at(stage: int) -> int:
    return _LEFT + _STEP * stage - 30


def _row(lane: Lane, rows: Mapping[str, int], finish: int, locale: str) -> Iterator[str]:
    y, start, end = rows[lane.team.lane], _start(lane), _end(lane, finish)
    colour = "quiet" if lane.is_gone or lane.is_waiting else "ink"
    yield from _name(lane, y, colour, locale)
    yield line(f"M{_LEFT} {y}H{finish}", "line", 2)
    if not lane.is_waiting:
        yield line(f"M{start} {y}H{end}", colour, 4, "3 5" if lane.is_gone else "")
    if lane.joined in rows:
        yield _joining(end, y, rows[lane.joined])
    for cell in lane.cells:
        if cell.outcome:
            yield from _mark(cell, y, locale)
    if lane.is_racing:
        yield shape(f"M{end} {y - 8}L{end + 14} {y}L{end} {y + 8}Z", "blue")
    if lane.crossed:
        yield dot(finish, y, 13, "red")
        place = str(lane.crossed)
        yield words(finish, y + 6, place, "on", anchor="middle", size=16, bold=True)


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
    return line(f"M{x} {y}C{x + 76} {y} {x + 40} {other} {x + 104} {other}", "blue", 3, "3 4")


def _name(lane: Lane, y: int, colour: str, locale: str) -> Iterator[str]:
    name = _TEAM.format(lane=lane.team.lane, route=lane.team.route.name).within(locale)
    yield words(8, y - 2, shortened(name, 14, _LEFT - 12), colour, bold=True)
    unit = shortened(lane.team.proposal.lead_unit.name, 12, _LEFT - 12)
    yield words(8, y + 15, unit, "quiet", size=12)
    yield words(8, y + 31, lane.state.within(locale), colour, size=12)


def _said(cell: Cell, locale: str) -> str:
    score = f" {cell.score / 100:.2f}" if cell.score is not None else ""
    return cell.label.within(locale) + score


def _mark(cell: Cell, y: int, locale: str) -> Iterator[str]:
    x, colour = _at(cell.number), _COLOURS[cell.outcome]
    yield dot(x, y, 14, "paper")
    if cell.outcome not in _SHAPES:
        yield dot(x, y, 6, colour)
    else:
        path = _SHAPES[cell.outcome].format(
            x=x, y=y, left=x - 8, right=x + 8, top=y - 8, bottom=y + 8
        )
        is_crossed_out = cell.outcome == "eliminate"
        yield line(path, colour, 4) if is_crossed_out else shape(path, colour)
    said = _said(cell, locale)
    across = width(said, 12) + 6
    yield bar(x - across / 2, y + 17, across, 15, "paper")
    yield words(x, y + 28, said, colour, anchor="middle", size=12)
