"""What one version of a text says otherwise than the one before: line by line, each by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workflows.engine.text import Text

Line = tuple[Text, Text]
"""What it is about, and what is said."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`before` or `after` is None where one version does not have the line at all."""

    where: Text
    before: Text | None
    after: Text | None


def between(before: Iterable[Line], after: Iterable[Line]) -> tuple[Difference, ...]:
    old, new = _by_name(before), _by_name(after)
    return tuple(
        Difference(where, old.get(where), new.get(where))
        for where in dict.fromkeys([*old, *new])
        if old.get(where) != new.get(where)
    )


def as_written(said: object) -> Text:
    """What people wrote, the same in both languages."""
    return Text(str(said), str(said))


def _by_name(lines: Iterable[Line]) -> dict[Text, Text]:
    """What has one name, such as the participating units, is one line."""
    found: dict[Text, Text] = {}
    for where, said in lines:
        known = found.get(where)
        found[where] = _BOTH.format(one=known, other=said) if known else said
    return found


_BOTH = Text("{one}；{other}", "{one}; {other}")
