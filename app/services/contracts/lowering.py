"""Which metrics a contract sets below the promise: decimals as typed, by their direction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.services.metric_values import SIGNS, reaches
from workflows.engine.text import Text


def lowered(promised: Sequence[Mapping[str, Any]], terms: Mapping[str, Any]) -> tuple[Text, ...]:
    """Each metric the terms set below the promise or leave out, with both values."""
    contracted = {int(row["metric_id"]): str(row["target"]) for row in terms["metrics"]}
    found = []
    for row in promised:
        target = contracted.get(int(row["metric_id"]))
        if target is None:
            found.append(_words(row, Text("删去", "removed")))
        elif not reaches(str(row["direction"]), str(row["target"]), target):
            found.append(_words(row, Text(target, target)))
    return tuple(found)


def _words(row: Mapping[str, Any], now: Text) -> Text:
    sign, target, unit = SIGNS[row["direction"]], row["target"], row["unit"]
    return Text(
        f"{row['name']}（申报 {sign} {target} {unit}，任务书 {now.zh}）",
        f"{row['name']} (promised {sign} {target} {unit}, contract {now.en})",
    )
