"""A parameter: one number of the rule set, and the units numbers come in."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number with a unit, a sensible range and the source of its default.

    `concerns` names the mechanisms it belongs to; empty means all of them.
    """

    key: str
    label: Text
    unit: Text
    default: int
    least: int
    most: int
    source: str
    concerns: frozenset[str] = frozenset()


MINUTES = Text("分钟", "minutes")
DAYS = Text("天", "days")
WORKING_DAYS = Text("工作日", "working days")
COUNT = Text("个", "")
PEOPLE = Text("人", "people")
PERCENT = Text("%", "%")
POINTS = Text("分", "points")
