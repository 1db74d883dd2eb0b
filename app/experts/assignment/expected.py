"""What a value read from a file has to be; anything else is a CaseFault that names the place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.experts.assignment.case import CaseFault, Id, Pair, check_ids
from workflows.engine.text import Text


class Finder:
    """Positions by id. Where all ids are text, a whole number that is no id is a position itself,
    as in index pairs. Raises CaseFault: an id stands twice in the list called `where`."""

    def __init__(self, ids: Sequence[Id], where: str) -> None:
        check_ids(ids, where)
        self._places = {id: place for place, id in enumerate(ids)}
        self._by_position = not any(isinstance(id, int) for id in ids)
        self._count = len(ids)

    def find(self, value: object) -> int | None:
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        place = self._places.get(value)
        if place is None and self._by_position and isinstance(value, int):
            return value if 0 <= value < self._count else None
        return place

    def find_key(self, key: str) -> int | None:
        """As `find`; keys of JSON records are always text."""
        place = self.find(key)
        return self.find(int(key)) if place is None and key.isdecimal() else place

    def expected(self, value: object, where: str) -> int:
        place = self.find(value)
        if place is None:
            raise CaseFault(where, Text("没有 {id}", "there is no {id}").format(id=repr(value)))
        return place


def record(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CaseFault(where, Text("应为对象", "must be an object"))
    return value


def items(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise CaseFault(where, Text("应为列表", "must be a list"))
    return value


def whole(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise CaseFault(where, Text("应为整数", "must be a whole number"))
    if abs(value) >= 1 << 62:
        raise CaseFault(where, Text("整数过大", "this whole number is too large"))
    return value


def truth(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise CaseFault(where, Text("应为 true 或 false", "must be true or false"))
    return value


def identity(value: object, where: str) -> Id:
    if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
        raise CaseFault(
            where, Text("应为编号（文字或整数）", "must be an id: text or a whole number")
        )
    return value


def couples(value: object, where: str) -> list[tuple[Any, Any]]:
    """A list of lists of two; each only once, in their order."""
    found = []
    for number, couple in enumerate(items(value, where)):
        if not isinstance(couple, list) or len(couple) != 2:
            raise CaseFault(f"{where}[{number}]", Text("应为两项", "must have two members"))
        found.append((couple[0], couple[1]))
    return found


def found_pairs(value: object, where: str, left: Finder, right: Finder) -> tuple[Pair, ...]:
    """Couples of ids as couples of positions, each once."""
    pairs = [
        (
            left.expected(one, f"{where}[{number}][0]"),
            right.expected(other, f"{where}[{number}][1]"),
        )
        for number, (one, other) in enumerate(couples(value, where))
    ]
    return tuple(dict.fromkeys(pairs))
