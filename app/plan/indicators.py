"""The indicators of the plan (its table 1): where they started, and where they are to arrive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from workflows.engine.text import Text

_FILE = Path(__file__).parent / "data" / "indicators.json"


@dataclass(frozen=True, slots=True)
class Indicator:
    """Values as the plan prints them; the plan leaves some open, and of some it states only what
    they are to gain in five years."""

    number: int
    name: Text
    unit: Text
    baseline: str
    target: Text
    gain: str


def load_indicators() -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            row["number"],
            Text(row["name"], row["name_en"]),
            Text(row["unit"], row["unit_en"]),
            row["baseline_2020"] or "",
            _target(row["target_2025"] or "", row.get("target_2025_en")),
            (row["annual_or_cumulative"] or "").strip("[]"),
        )
        for row in json.loads(_FILE.read_text(encoding="utf-8"))
    )


def _target(printed: str, in_english: str | None) -> Text:
    return Text(printed, in_english or printed)
