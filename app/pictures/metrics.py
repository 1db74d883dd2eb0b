"""How far metrics have come: each of a project against its target, and those of a programme's
projects as they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.pictures.bars import Part, Row, Tone, bars
from app.pictures.picture import Picture
from workflows.engine.text import Text

if TYPE_CHECKING:
    from app.queries.figures.metrics import LedgerRow, ProgrammeLine

_MOST = 160
"""Per cent at the right end; what goes beyond ends there, its number says how far it goes."""

_PAINTED = {
    "met": ("green", "√", False),
    "missed": ("red", "×", False),
    "under_way": ("blue", "→", False),
    "open": ("edge", "○", True),
}
_OF_PROJECT = Text(
    "各指标最新值占约定值的比例", "Latest value of each metric as a share of the agreed value"
)
_OF_PROGRAMME = Text("各项目指标达到情况", "Metrics met, by project")
_TOLD_SHARES = Text(
    "每项指标一条，虚线为约定值（100%）；数值见数据表。",
    "One bar per metric; the dashed line is the agreed value (100%). The figures are "
    "in the data table.",
)
_TOLD_COUNTS = Text(
    "每个项目一条，按达到情况分段，段内为指标数；数值见数据表。",
    "One bar per project, split by metric status, with the number of metrics in each "
    "part. The figures are in the data table.",
)
_AT_MOST = Text(
    "要求“不高于”的指标按约定值与实测值之比计。",
    "For metrics that must be “at most” the target, the share is the agreed value "
    "divided by the measured value.",
)
_METRIC = Text("指标", "Metric")
_AGREED, _NEWEST = Text("约定值", "Agreed"), Text("最新值", "Latest")
_UNIT, _SHARE = Text("单位", "Unit"), Text("占约定值（%）", "Share of the agreed value (%)")
_STANDS = Text("达到情况", "Status")
_PROJECT, _LEAD = Text("项目编号", "Project number"), Text("项目", "Project")


def metrics_of_project(
    rows: Sequence[LedgerRow], standings: Mapping[str, Text], locale: str
) -> Picture:
    tones = _tones(standings, locale)
    drawn = [_share(row, tones[row.standing]) for row in rows]
    title = _OF_PROJECT.within(locale)
    used = [tone for key, tone in tones.items() if any(row.standing == key for row in rows)]
    heads = (_METRIC, _AGREED, _NEWEST, _UNIT, _SHARE, _STANDS)
    return Picture(
        "metrics",
        title,
        bars("metrics", title, _TOLD_SHARES.within(locale), drawn, used, most=_MOST, goal=100),
        [head.within(locale) for head in heads],
        [_cells(row, tones[row.standing].label) for row in rows],
        _AT_MOST.within(locale),
    )


def metrics_of_programme(
    lines: Sequence[ProgrammeLine], standings: Mapping[str, Text], locale: str
) -> Picture:
    tones = _tones(standings, locale)
    title = _OF_PROGRAMME.within(locale)
    heads = (_PROJECT, _LEAD, *standings.values())
    return Picture(
        "metrics",
        title,
        bars(
            "metrics",
            title,
            _TOLD_COUNTS.within(locale),
            [_counts(line, tones) for line in lines],
            tuple(tones.values()),
        ),
        [head.within(locale) for head in heads],
        [
            [line.project.number, line.project.proposal.title, *line.counts.values()]
            for line in lines
        ],
    )


def _tones(standings: Mapping[str, Text], locale: str) -> dict[str, Tone]:
    found = {}
    for key, label in standings.items():
        colour, sign, is_hollow = _PAINTED[key]
        found[key] = Tone(colour, label.within(locale), sign, is_hollow)
    return found


def _share(row: LedgerRow, tone: Tone) -> Row:
    percent = row.percent(row.newest.value) if row.newest else None
    said = f"{tone.sign} {percent}%" if percent is not None else f"{tone.sign} —"
    shown = min(max(percent or 0, 0), _MOST)
    return Row(row.metric.name, [Part(shown, tone)], said)


def _cells(row: LedgerRow, standing: str) -> list[str | int]:
    newest = row.newest
    percent = row.percent(newest.value) if newest else None
    return [
        *(row.metric.name, row.target, newest.value if newest else ""),
        *(row.metric.unit, "" if percent is None else percent, standing),
    ]


def _counts(line: ProgrammeLine, tones: Mapping[str, Tone]) -> Row:
    parts = [
        Part(count, tones[key], f"{tones[key].sign}{count}") for key, count in line.counts.items()
    ]
    return Row(f"{line.project.number} {line.project.proposal.title}", parts)
