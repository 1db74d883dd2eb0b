"""The passages that two readings share, to the character."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Set
from dataclasses import dataclass

from app.similarity.marks import GRAM
from app.similarity.reading import BREAK, Reading

LEAST = 20
"""Characters of a passage that counts: a clause, not a term of the trade."""

_PLACES_MOST = 8
"""Of one run in the other text; where it stands oftener it is found at the first of them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """`size` characters from `here` of one reading, and from `there` of the other."""

    here: int
    there: int
    size: int


@dataclass(frozen=True, slots=True)
class Shared:
    """What two readings share; `of_one` and `of_other` are characters of each that lie in it."""

    passages: tuple[Passage, ...]
    of_one: int
    of_other: int


def unquoted(text: str, known: Set[str]) -> str:
    """With breaks in place of what consists of `known` runs, which everybody may quote."""
    kept = list(text)
    for place in range(len(text) - GRAM + 1):
        if text[place : place + GRAM] in known:
            kept[place : place + GRAM] = BREAK * GRAM
    return "".join(kept)


def shared(one: Reading, other: Reading, known: Set[str] = frozenset()) -> Shared:
    """From the beginning of `one`, each time the longest passage that `other` has, too; nothing
    that both quote."""
    mine, its = unquoted(one.text, known), unquoted(other.text, known)
    where = _places(its)
    found: list[Passage] = []
    here, last = 0, len(mine) - GRAM
    while here <= last:
        longest = _longest(mine, its, here, where.get(mine[here : here + GRAM], ()))
        if longest is None or longest.size < LEAST:
            here += 1
        else:
            found.append(longest)
            here += longest.size
    return Shared(tuple(found), sum(passage.size for passage in found), _covered(found))


def _places(text: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place in range(len(text) - GRAM + 1):
        run = text[place : place + GRAM]
        if BREAK not in run and len(places[run]) < _PLACES_MOST:
            places[run].append(place)
    return places


def _longest(
    one: str, other: str, here: int, places: tuple[int, ...] | list[int]
) -> Passage | None:
    found = (Passage(here, there, _run_on(one, other, here, there)) for there in places)
    return max(found, key=lambda passage: passage.size, default=None)


def _run_on(one: str, other: str, here: int, there: int) -> int:
    """How many characters are the same from there on, to the end of the part."""
    size, most = GRAM, min(len(one) - here, len(other) - there)
    while size < most and one[here + size] == other[there + size] != BREAK:
        size += 1
    return size


def _covered(found: list[Passage]) -> int:
    """Characters of the other text; what it has once may stand twice in the one."""
    count, end = 0, 0
    for passage in sorted(found, key=lambda passage: passage.there):
        begin = max(end, passage.there)
        end = max(end, passage.there + passage.size)
        count += max(0, end - begin)
    return count
