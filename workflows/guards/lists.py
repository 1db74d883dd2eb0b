"""The commonest rule: a list of what is missing has to be empty, and the refusal reads it out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from workflows.engine.facts import Facts
from workflows.engine.model import Guard
from workflows.engine.text import Text
from workflows.facts.words import Names
from workflows.roles import Role

F = TypeVar("F", bound=Facts)


def nothing_in(
    sound: F, field: str, zh: str, en: str, by: frozenset[Role], key: str | None = None
) -> Guard[F]:
    """Holds while the tuple of that field is empty, as in the example `sound`. The guard is called
    like its field unless another `key` is given."""

    def missing(facts: F) -> Names:
        names: Names = getattr(facts, field)
        return names

    def holds(facts: F) -> bool:
        return not missing(facts)

    example: dict[str, Any] = {field: (field,)}
    failing = replace(sound, **example)
    return Guard(key or field, Text(zh, en), by, holds, sound, failing, missing)
