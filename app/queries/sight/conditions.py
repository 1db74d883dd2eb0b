"""Conditions that are made of others, and shrink where one of those is always or never met: what
a database need not read it need not plan for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, false, not_, or_, true
from sqlalchemy.sql.elements import False_, True_

Condition = ColumnElement[bool]


def is_never(condition: Condition) -> bool:
    return isinstance(condition, False_)


def is_always(condition: Condition) -> bool:
    return isinstance(condition, True_)


def either(*conditions: Condition) -> Condition:
    """Never, where there are none."""
    if any(map(is_always, conditions)):
        return true()
    return _joined(or_, [c for c in conditions if not is_never(c)], false())


def both(*conditions: Condition) -> Condition:
    """Always, where there are none."""
    if any(map(is_never, conditions)):
        return false()
    return _joined(and_, [c for c in conditions if not is_always(c)], true())


def unless(condition: Condition) -> Condition:
    return not_(condition)


def among(column: Any, numbers: Iterable[int]) -> Condition:
    found = sorted(set(numbers))
    return column.in_(found) if found else false()


def _joined(operator: Any, conditions: Sequence[Condition], nothing: Condition) -> Condition:
    if len(conditions) < 2:
        return conditions[0] if conditions else nothing
    joined: Condition = operator(*conditions)
    return joined
