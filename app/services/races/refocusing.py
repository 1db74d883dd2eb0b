"""The new target as the officer writes it; only a decision puts it into force (R13)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.models import Race
from app.services.problems import Problems, alone
from app.services.races import indicators
from workflows.engine.text import Text

_BETWEEN_CHECKPOINTS = ("running", "realloc")


def may_write(race: Race) -> bool:
    """Between checkpoints, or when the results of one are drafted: all may be below the line."""
    drafted = race.current is not None and race.current.state == "result_draft"
    return race.state in _BETWEEN_CHECKPOINTS or (race.state == "checkpoint" and drafted)


def write(race: Race, target: str, line: Sequence[dict[str, Any]]) -> Problems | None:
    if not may_write(race):
        return alone(
            Text(
                "考核期间或赛事结束后不能调整目标",
                "The target cannot be adjusted inside a checkpoint or after the end",
            )
        )
    if faults := indicators.faults(line):
        return Problems({"line": faults[0]})
    race.new_target, race.new_line = target.strip(), list(line)
    return None
