"""The numbered moves of a picture as a table below it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflows.engine.arrows import Arrow, arrows_of
from workflows.engine.model import Workflow
from workflows.engine.picture import Picture, numbers
from workflows.engine.text import Text
from workflows.engine.typeset import element, wrap
from workflows.engine.wording import due_words, maker_words

_SIZE, _LINE, _PAD = 13, 18.0, 12.0
_COLUMNS = (
    (0.07, Text("序号", "No.")),
    (0.19, Text("操作", "Action")),
    (0.34, Text("从 → 到", "From → to")),
    (0.22, Text("由谁办理", "Taken by")),
    (0.18, Text("到时自动办理", "Automatic when due")),
)


def draw_legend(workflow: Workflow[Any], locale: str, width: float) -> Picture:
    """One row a number, as high as its longest cell."""
    starts = [width * sum(share for share, _ in _COLUMNS[:i]) for i in range(len(_COLUMNS))]
    elements, y = [], 0.0
    for (_, head), x in zip(_COLUMNS, starts, strict=True):
        elements.append(element("text", head.within(locale), x=x + 8, y=y + 16, class_="head"))
    y += _LINE + _PAD
    for arrow in arrows_of(workflow):
        cells = [
            wrap(text, _SIZE, share * width - 16)
            for (share, _), text in zip(_COLUMNS[1:], _cells(workflow, arrow, locale), strict=True)
        ]
        height = _LINE * max(map(len, cells)) + _PAD
        elements.append(element("line", x1=0, y1=y, x2=width, y2=y, class_="rule"))
        elements += numbers(starts[0] + 24, y + height / 2, [arrow])
        for lines, x in zip(cells, starts[1:], strict=True):
            for i, line in enumerate(lines):
                elements.append(element("text", line, x=x + 8, y=y + 20 + _LINE * i))
        y += height
    return Picture(tuple(elements), width, y)


def _cells(workflow: Workflow[Any], arrow: Arrow, locale: str) -> tuple[str, ...]:
    def named(keys: Iterable[str]) -> str:
        labels = [workflow.state(key).label for key in dict.fromkeys(keys)]
        return (", " if locale.startswith("en") else "、").join(t.within(locale) for t in labels)

    sources = named(a for a, _ in arrow.edges)
    targets = named(b for _, b in arrow.edges)
    dues = dict.fromkeys(due_words(t.due, workflow.facts).within(locale) for t in arrow.moves)
    return (
        arrow.label.within(locale),
        f"{sources} → {targets}",
        maker_words(arrow.moves[0]).within(locale),
        " / ".join(dues),
    )
