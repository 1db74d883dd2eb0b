"""The indicators of the plan (its table 1): where they started, and where they are to arrive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "indicators.json"


@dataclass(frozen=True, slots=True)
class Indicator:
    """Values as the plan prints them; the plan leaves some open, and of some it states only what
    they are to gain in five years."""

    number: int
    name: str
    unit: str
    baseline: str
    target: str
    gain: str


def load_indicators() -> tuple[Indicator, ...]:
    return tuple(
        Indicator(
            row["number"],
            row["name"],
            row["unit"],
            row["baseline_2020"] or "",
            row["target_2025"] or "",
            (row["annual_or_cumulative"] or "").strip("[]"),
        )
        for row in json.loads(_FILE.read_text(encoding="utf-8"))
    )
