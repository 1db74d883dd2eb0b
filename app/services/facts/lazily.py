"""Facts that are read when a guard first looks at them, a part at a time.

A move looks at few of the facts of its case; the others cost no query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, get_type_hints

from sqlalchemy.orm import Session

from app.services.facts import Builder, Common
from workflows.engine.facts import Facts

F = TypeVar("F", bound=Facts)
Part = Callable[[Session, Any, Common], Mapping[str, Any]]
"""A function from a case to some of its facts; the TypedDict it returns says which. One that it
leaves out is as the kind of facts has it by default."""


class _Reading:
    """What has been read of one case so far."""

    def __init__(self, session: Session, case: Any, common: Common) -> None:
        self._of = (session, case, common)
        self._read: dict[Part, Mapping[str, Any]] = {}

    def of(self, part: Part) -> Mapping[str, Any]:
        if part not in self._read:
            self._read[part] = part(*self._of)
        return self._read[part]


def lazily(kind: type[F], *parts: Part) -> Builder:
    """A builder of facts of this kind, put together from the parts."""
    fields: dict[str, Any] = {
        name: _field(part, name, getattr(kind, name)) for part in parts for name in _names(part)
    }
    lazy = type(f"Lazy{kind.__name__}", (kind,), fields)

    def build(session: Session, case: Any, common: Common) -> Facts:
        facts: Facts = object.__new__(lazy)
        vars(facts).update(common.as_dict(), reading=_Reading(session, case, common))
        return facts

    return build


def _names(part: Part) -> tuple[str, ...]:
    return tuple(get_type_hints(get_type_hints(part)["return"]))


def _field(part: Part, name: str, default: Any) -> property:
    return property(lambda facts: facts.reading.of(part).get(name, default))
