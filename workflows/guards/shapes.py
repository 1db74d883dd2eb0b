"""The shapes most rules have, each named once: what one fact must be for the rule to hold.

`of` is the plain case whose fact it is; the examples vary that fact and nothing else.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NotRequired, TypedDict, TypeVar, Unpack

from workflows.engine.calendar import last_day
from workflows.engine.facts import Facts
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts.words import Names
from workflows.guards.examples import LATER, LONG_AGO
from workflows.roles import Role

F = TypeVar("F", bound=Facts)


class Said(TypedDict):
    """What a guard says of itself, whatever its shape; see `Guard`."""

    key: str
    reason: Text
    supplied_by: frozenset[Role]
    marks_path: NotRequired[bool]


def requires(field: str, *, of: F, **said: Unpack[Said]) -> Guard[F]:
    """Holds while a flag is set, a count is above zero, a list or a text is not empty."""
    there, missing = _example(of, field), _nothing(of, field)
    return Guard(**said, holds=lambda f: bool(getattr(f, field)), passing=there, failing=missing)


def forbids(field: str, *, of: F, **said: Unpack[Said]) -> Guard[F]:
    """The reverse of `requires`."""
    there, missing = _example(of, field), _nothing(of, field)
    return Guard(**said, holds=lambda f: not getattr(f, field), passing=missing, failing=there)


def nothing_in(field: str, *, of: F, **said: Unpack[Said]) -> Guard[F]:
    """Holds while a list is empty; the refusal reads it out."""

    def missing(facts: F) -> Names:
        names: Names = getattr(facts, field)
        return names

    return replace(forbids(field, of=of, **said), missing=missing)


def equals(field: str, value: str, *, of: F, **said: Unpack[Said]) -> Guard[F]:
    """Holds while a text is exactly this one."""
    return Guard(
        **said,
        holds=lambda f: getattr(f, field) == value,
        passing=_varied(of, field, value),
        failing=_varied(of, field, ""),
    )


def has_come(field: str, *, of: F, **said: Unpack[Said]) -> Guard[F]:
    """Holds from a moment on, once it is known; the refusal may name the last day before it."""

    def still_to_wait(facts: F) -> Names:
        moment = getattr(facts, field)
        return (str(last_day(moment)),) if moment else ()

    return Guard(
        **said,
        holds=lambda f: getattr(f, field) is not None and f.now >= getattr(f, field),
        passing=_varied(of, field, LONG_AGO),
        failing=_varied(of, field, LATER),
        missing=still_to_wait,
    )


def at_least(field: str, parameter: str, *, of: F, **said: Unpack[Said]) -> Guard[F]:
    """Holds while a number is no less than a parameter of the call."""
    least = of.parameters[parameter]
    return Guard(
        **said,
        holds=lambda f: getattr(f, field) >= f.parameters[parameter],
        passing=_varied(of, field, least),
        failing=_varied(of, field, least - 1),
    )


def below(field: str, parameter: str, *, of: F, **said: Unpack[Said]) -> Guard[F]:
    """The reverse of `at_least`."""
    least = of.parameters[parameter]
    return Guard(
        **said,
        holds=lambda f: getattr(f, field) < f.parameters[parameter],
        passing=_varied(of, field, least - 1),
        failing=_varied(of, field, least),
    )


_EXAMPLES: dict[type, object] = {
    bool: True,
    int: 1,
    str: "…",
    tuple: ("…",),
    frozenset: frozenset({1}),
}


def _example(case: F, field: str) -> F:
    return _varied(case, field, _EXAMPLES[type(getattr(case, field))])


def _nothing(case: F, field: str) -> F:
    return _varied(case, field, type(getattr(case, field))())


def _varied(case: F, field: str, value: object) -> F:
    changed: dict[str, Any] = {field: value}
    return replace(case, **changed)
