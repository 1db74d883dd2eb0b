"""Facts that are read when a guard first looks at them, a part at a time.

A move looks at few of the facts of its case, and the clock at fewer; the others cost no query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar, get_type_hints

from sqlalchemy.orm import Session

from app.services.facts import Common
from workflows.engine.facts import Facts

F = TypeVar("F", bound=Facts)
Part = Callable[[Session, Any, Common], Mapping[str, Any]]
"""A function from a case to some of its facts; the TypedDict it returns says which. One that it
leaves out is as the kind of facts has it by default."""
Reader = Callable[[Session, Any, Common], Any]
"""A function from a case to one of its facts, which nothing else is read with."""


class _Reading:
    """What has been read of one case so far."""

    def __init__(self, session: Session, case: Any, common: Common) -> None:
        self._of = (session, case, common)
        self._read: dict[Reader, Any] = {}

    def of(self, read: Reader) -> Any:
        if read not in self._read:
            self._read[read] = read(*self._of)
        return self._read[read]


def lazily(kind: type[F], *parts: Part, **alone: Reader) -> Callable[[Session, Any, Common], F]:
    """A builder of facts of this kind, put together from the parts and from what is read alone."""
    fields: dict[str, Any] = {
        name: _field(part, name, getattr(kind, name)) for part in parts for name in _names(part)
    }
    assert all(hasattr(kind, name) for name in alone), f"{kind.__name__} knows no such fact"
    fields |= {name: property(partial(_read_alone, read)) for name, read in alone.items()}
    lazy = type(f"Lazy{kind.__name__}", (kind,), fields)

    def build(session: Session, case: Any, common: Common) -> F:
        facts: F = object.__new__(lazy)
        vars(facts).update(common.as_dict(), reading=_Reading(session, case, common))
        return facts

    return build


def of_row(*names: str) -> dict[str, Reader]:
    """Readers of facts that are columns of the case, by the same names."""
    return {name: partial(_column, name) for name in names}


def _column(name: str, _session: Session, case: Any, _common: Common) -> Any:
    return getattr(case, name)


def _names(part: Part) -> tuple[str, ...]:
    return tuple(get_type_hints(get_type_hints(part)["return"]))


def _field(part: Part, name: str, default: Any) -> property:
    return property(lambda facts: facts.reading.of(part).get(name, default))


def _read_alone(read: Reader, facts: Any) -> Any:
    return facts.reading.of(read)
