"""How much of the plan's technology catalogues is worked on: by programme, and by catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.pictures.bars import Part, Row, Tone, bars
from app.pictures.picture import Picture
from workflows.engine.text import Text

if TYPE_CHECKING:
    from app.queries.figures.plan import Coverage, Reach

_PROGRAMMES = Text("各专项已布局的技术条目", "Catalogue entries covered, by programme")
_TOLD_PROGRAMMES = Text(
    "每个专项一条：其项目所涉技术目录条目数；没有项目的专项为 0。数值见数据表。",
    "One bar per programme: the number of catalogue entries its projects cover; 0 if "
    "it has no projects. The figures are in the data table.",
)
_CATALOGUES = Text("各技术目录的布局", "Coverage of each technology catalogue")
_TOLD_CATALOGUES = Text(
    "每个目录一条，分为已布局和尚未布局的条目；数值见数据表。",
    "One bar per catalogue, split into entries covered and not yet covered. The "
    "figures are in the data table.",
)
_COVERED, _OPEN = Text("已布局", "Covered"), Text("尚未布局", "Not covered")
_NUMBER, _PROGRAMME = Text("编号", "Number"), Text("专项", "Programme")
_PROJECTS, _ENTRIES = Text("项目数", "Projects"), Text("技术条目数", "Entries")
_CATALOGUE = Text("技术目录", "Catalogue")


def programmes_picture(programmes: Sequence[Reach], locale: str) -> Picture:
    covered = Tone("green", _COVERED.within(locale), "√")
    title = _PROGRAMMES.within(locale)
    rows = [
        Row(
            f"{one.number}. {one.name.within(locale)}",
            [Part(one.entries, covered)],
            str(one.entries),
        )
        for one in programmes
    ]
    return Picture(
        "programme-coverage",
        title,
        bars("programme-coverage", title, _TOLD_PROGRAMMES.within(locale), rows),
        [head.within(locale) for head in (_NUMBER, _PROGRAMME, _PROJECTS, _ENTRIES)],
        [(one.number, one.name.within(locale), one.projects, one.entries) for one in programmes],
    )


def catalogues_picture(catalogues: Sequence[Coverage], locale: str) -> Picture:
    covered = Tone("green", _COVERED.within(locale), "√")
    gap = Tone("edge", _OPEN.within(locale), "○", is_hollow=True)
    title = _CATALOGUES.within(locale)
    rows = [
        Row(
            f"{one.number} {one.name.within(locale)}",
            [
                Part(one.covered, covered, f"√{one.covered}"),
                Part(one.entries - one.covered, gap, f"○{one.entries - one.covered}"),
            ],
            f"{one.covered}/{one.entries}",
        )
        for one in catalogues
    ]
    told = _TOLD_CATALOGUES.within(locale)
    return Picture(
        "catalogue-coverage",
        title,
        bars("catalogue-coverage", title, told, rows, (covered, gap)),
        [head.within(locale) for head in (_NUMBER, _CATALOGUE, _ENTRIES, _COVERED)],
        [(one.number, one.name.within(locale), one.entries, one.covered) for one in catalogues],
    )
