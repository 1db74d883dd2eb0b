"""Indicators of a stage and of the finish line: what counts as met (R6, R7, R20)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from app.services.metric_values import SIGNS, number, reaches
from workflows.engine.text import Text

_WRITTEN = re.compile(r"(?P<name>.+?)\s*(?P<sign>≥|>=|≤|<=|=)\s*(?P<target>[0-9.]+)\s*(?P<unit>.*)")
_DIRECTIONS = {"≥": "at_least", ">=": "at_least", "≤": "at_most", "<=": "at_most", "=": "equal"}


def parse(typed: str) -> list[dict[str, Any]] | Text:
    """One indicator a line, such as “能量密度 ≥ 400 Wh/kg”; or which line cannot be read."""
    rows = []
    for line in filter(None, (one.strip() for one in typed.splitlines())):
        found = _WRITTEN.fullmatch(line)
        if found is None or number(found["target"]) is None:
            return Text(
                f"无法识别“{line}”，请按“能量密度 ≥ 400 Wh/kg”填写，每行一项",
                f"We cannot read “{line}”. Write one per line, like “Energy density ≥ 400 Wh/kg”",
            )
        rows.append(
            {
                "name": found["name"],
                "direction": _DIRECTIONS[found["sign"]],
                "target": found["target"],
                "unit": found["unit"],
            }
        )
    return rows


def in_words(row: Mapping[str, Any]) -> str:
    return f"{row['name']} {SIGNS[row['direction']]} {row['target']} {row['unit']}".strip()


def is_met(row: Mapping[str, Any], measured: str | None) -> bool:
    """What was not measured is not met."""
    return measured is not None and reaches(row["direction"], row["target"], measured)


def all_met(rows: Sequence[Mapping[str, Any]], measured: Mapping[str, str]) -> bool:
    return all(is_met(row, measured.get(row["name"])) for row in rows)


def percent_reached(rows: Sequence[Mapping[str, Any]], measured: Mapping[str, str]) -> int:
    """How much of the target is reached: that of its worst indicator, rounded down, at most 100."""
    return min((_percent(row, measured.get(row["name"])) for row in rows), default=0)


def _percent(row: Mapping[str, Any], measured: str | None) -> int:
    value, target = number(measured or ""), number(row["target"])
    if value is None or target is None or value <= 0 or target <= 0:
        return 100 if is_met(row, measured) else 0
    part = target / value if row["direction"] == "at_most" else value / target
    return min(100, int(part * 100))


def faults(rows: Sequence[Mapping[str, Any]]) -> tuple[Text, ...]:
    """Why this table cannot be measured against."""
    found = []
    if not rows:
        found.append(Text("至少一项指标", "at least one metric"))
    for row in rows:
        if not row["name"].strip():
            found.append(Text("指标名称", "the name of the metric"))
        elif number(row["target"]) is None:
            found.append(Text(f"“{row['name']}”的目标值", f"the target of “{row['name']}”"))
    if len({row["name"] for row in rows}) < len(rows):
        found.append(Text("指标名称不重复", "metric names that do not repeat"))
    return tuple(found)


def is_weaker(new: Sequence[Mapping[str, Any]], old: Sequence[Mapping[str, Any]]) -> bool:
    """Whether what meets the new line might miss the old one (R13)."""
    by_name = {row["name"]: row for row in new}
    return any(
        row["name"] not in by_name
        or by_name[row["name"]]["direction"] != row["direction"]
        or not is_met(row, by_name[row["name"]]["target"])
        for row in old
    )
