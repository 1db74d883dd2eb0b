"""A parameter: one number of the rule set, and the units numbers come in."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """A whole number with a unit, a sensible range and the source of its default.

    `concerns` names the mechanisms it belongs to; empty means all of them. Where the number stands
    for a choice, `names` says what each value from `least` on is called; `zero` says what 0 means.
    """

    key: str
    label: Text
    unit: Text
    default: int
    least: int
    most: int
    source: str
    concerns: frozenset[str] = frozenset()
    names: tuple[Text, ...] = ()
    zero: Text | None = None

    @property
    def basis(self) -> Text:
        """How sure the default is; a source without a mark claims no more than that it is ours."""
        mark, _, _ = self.source.partition(" ")
        return _BASES.get(mark.rstrip("0123456789"), _BASES["D"])

    def worded(self, value: int) -> Text:
        """The value as it is read: a choice by its name, a number with its unit."""
        if self.names:
            return self.names[value - self.least]
        if value == 0 and self.zero is not None:
            return self.zero
        unit = self.unit.en.removesuffix("s") if value == 1 else self.unit.en
        return Text(f"{value} {self.unit.zh}".rstrip(), f"{value} {unit}".rstrip())


@dataclass(frozen=True, slots=True)
class Part:
    """What is set together."""

    label: Text
    parameters: tuple[Parameter, ...]


_BASES = {
    "S": Text("有公开文件依据", "published document"),
    "K": Text("通行做法", "common practice"),
    "D": Text("系统默认", "system default"),
}
NO_YES = (Text("否", "No"), Text("是", "Yes"))
NO_LIMIT = Text("不限", "no limit")


def choice(
    key: str,
    label: Text,
    names: tuple[Text, ...],
    default: int,
    source: str,
    concerns: frozenset[str] = frozenset(),
) -> Parameter:
    """A parameter whose numbers, from 0 on, stand for what `names` says."""
    return Parameter(key, label, Text("", ""), default, 0, len(names) - 1, source, concerns, names)


MINUTES = Text("分钟", "minutes")
HOURS = Text("小时", "hours")
DAYS = Text("天", "days")
WORKING_DAYS = Text("工作日", "working days")
COUNT = Text("个", "")
PEOPLE = Text("人", "people")
PERCENT = Text("%", "%")
POINTS = Text("分", "points")
