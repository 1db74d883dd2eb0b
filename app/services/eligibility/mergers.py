"""A merger shakes off no duty: a unit answers for those that became part of it, and what is still
under their names answers for it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.models import Organisation
from workflows.engine.text import Text, listed


def answering(of: Any) -> Select[int]:
    """Ids of these units and of all that answer together with one of them."""
    roots = select(func.coalesce(Organisation.merged_into_id, Organisation.id))
    named = roots.where(Organisation.id.in_(of))
    together = or_(Organisation.id.in_(named), Organisation.merged_into_id.in_(named))
    return select(Organisation.id).where(together)


def today(unit: Organisation) -> Organisation:
    """The unit itself, or what it has become part of."""
    return unit.merged_into or unit


def together(unit: Organisation) -> int:
    """By this id all are one that answer together with it."""
    return unit.merged_into_id or unit.id


def being(unit: int) -> Select[int]:
    """Ids of this unit and of those that have become part of it."""
    return select(Organisation.id).where(
        or_(Organisation.id == unit, Organisation.merged_into_id == unit)
    )


def with_successor(unit: Organisation) -> Text:
    """Its name, and what it has become part of."""
    return named(unit.name, unit.merged_into.name if unit.merged_into else None)


def succeeding(unit: Organisation) -> Text:
    """What it is today, and what it was."""
    if unit.merged_into is None:
        return Text(unit.name, unit.name)
    return Text(
        f"{unit.merged_into.name}（原{unit.name}）",
        f"{unit.merged_into.name} (formerly {unit.name})",
    )


def named(unit: str, successor: str | None) -> Text:
    if successor is None:
        return Text(unit, unit)
    return Text(f"{unit}（已并入{successor}）", f"{unit} (merged into {successor})")


def of_taken_in(finding: Text, unit: str, successor: str | None) -> Text:
    """What is found of a project, with whose it was where that unit is no more."""
    if successor is None:
        return finding
    whose = named(unit, successor)
    return Text(f"{whose.zh}：{finding.zh}", f"{whose.en}: {finding.en}")


def under_other_names(unit: Organisation, names: Iterable[str]) -> Text | str:
    """Of units that became part of it, or that it has become part of."""
    others = dict.fromkeys(name for name in names if name != unit.name)
    if not others:
        return ""
    including = Text(
        "（含已与其合并的{units}提交的）",
        ", including those submitted by {units}, now merged with it",
    )
    return including.format(units=listed(others))
