"""The funnel of a call: how many came to each step, and why the others did not."""

from __future__ import annotations

from collections.abc import Sequence

from app.pictures.bars import Part, Row, Tone, bars
from app.pictures.picture import Cell, Picture
from workflows.engine.text import Text
from workflows.funnel import Reached

_TITLE = Text("申报漏斗", "Application funnel")
_TOLD = Text(
    "每步一条：到达该步的数量，分为进入下一步、在此步、在此离开；数值见数据表。",
    "One bar per step: how many reached it, split into those that went on, are there "
    "now, or left there. The figures are in the data table.",
)
_PUBLISHED = Text("从公示到立项", "From notice to award")
_TOLD_PUBLISHED = Text(
    "公示的数量与立项的数量；数值见数据表。",
    "How many were put on notice and how many were awarded. The figures are in the data table.",
)
_ON, _HERE = Text("进入下一步", "Went on"), Text("在此步", "At this step")
_LEFT = Text("在此离开", "Left here")
_STEP, _REACHED, _WHERE = Text("步骤", "Step"), Text("到达", "Reached"), Text("去向", "Outcome")


def funnel_picture(steps: Sequence[Reached], locale: str) -> Picture:
    on = Tone("blue", _ON.within(locale), "→")
    here = Tone("green", _HERE.within(locale), "●")
    left = Tone("edge", _LEFT.within(locale), "×", is_hollow=True)
    rows = []
    for one in steps:
        parts = ((on, one.went_on), (here, one.here), (left, one.left))
        rows.append(
            Row(
                one.step.label.within(locale),
                [Part(count, tone, f"{tone.sign}{count}") for tone, count in parts],
                str(one.count),
                _where(one, locale),
            )
        )
    heads = (_STEP, _REACHED, _ON, _HERE, _LEFT, _WHERE)
    title = _TITLE.within(locale)
    return Picture(
        "funnel",
        title,
        bars("funnel", title, _TOLD.within(locale), rows, (on, here, left)),
        [head.within(locale) for head in heads],
        [_cells(one, locale) for one in steps],
    )


def published_picture(steps: Sequence[Reached], locale: str) -> Picture:
    title = _PUBLISHED.within(locale)
    tone = Tone("blue", title)
    rows = [
        Row(one.step.label.within(locale), [Part(one.count, tone)], str(one.count)) for one in steps
    ]
    return Picture(
        "funnel",
        title,
        bars("funnel", title, _TOLD_PUBLISHED.within(locale), rows),
        [head.within(locale) for head in (_STEP, _REACHED)],
        [[one.step.label.within(locale), one.count] for one in steps],
    )


def _where(one: Reached, locale: str) -> str:
    """The states of those that came no further, but for the step's own name."""
    stops = sorted(one.stops, key=lambda stop: not stop.has_left)
    return " · ".join(f"{stop.label.within(locale)} {stop.count}" for stop in stops)


def _cells(one: Reached, locale: str) -> list[Cell]:
    return [
        *(one.step.label.within(locale), one.count, one.went_on, one.here, one.left),
        _where(one, locale),
    ]
