"""Is a value below what was promised? Decimals as typed, by the direction of the metric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from workflows.engine.text import Text

SIGNS = {"at_least": "≥", "at_most": "≤", "equal": "="}


def number(typed: str) -> Decimal | None:
    """The number a text stands for; None for anything that is no finite number."""
    try:
        value = Decimal(typed.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def reaches(direction: str, target: str, value: str) -> bool:
    """Whether a value meets a target; what is no number meets only its own spelling."""
    wanted, given = number(target), number(value)
    if wanted is None or given is None:
        return target.strip() == value.strip()
    if direction == "at_least":
        return given >= wanted
    return given <= wanted if direction == "at_most" else given == wanted


def lowered(promised: Sequence[Mapping[str, Any]], terms: Mapping[str, Any]) -> tuple[Text, ...]:
    """Each metric the terms set below the promise or leave out, with both values."""
    contracted = {int(row["metric_id"]): str(row["target"]) for row in terms["metrics"]}
    found = []
    for row in promised:
        target = contracted.get(int(row["metric_id"]))
        if target is None:
            found.append(_words(row, Text("删去", "left out")))
        elif not reaches(str(row["direction"]), str(row["target"]), target):
            found.append(_words(row, Text(target, target)))
    return tuple(found)


def _words(row: Mapping[str, Any], now: Text) -> Text:
    sign, target, unit = SIGNS[row["direction"]], row["target"], row["unit"]
    return Text(
        f"{row['name']}（申报 {sign} {target} {unit}，任务书 {now.zh}）",
        f"{row['name']} (promised {sign} {target} {unit}, contract {now.en})",
    )
