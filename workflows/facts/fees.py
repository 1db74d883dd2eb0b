"""What the guards of a list of experts' fees look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from workflows.engine.facts import Facts
from workflows.facts.words import Names


def named_lines(typed: str) -> frozenset[int]:
    """`3、5`: the numbers of lines; whatever else is typed is no line."""
    parts = [part for part in re.split(r"[\s,，、]+", typed.strip()) if part] or [typed]
    return frozenset(int(p) if p.isascii() and p.isdigit() else -1 for p in parts)


@dataclass(frozen=True, kw_only=True)
class FeeListFacts(Facts):
    """`due` counts lines with a fee. `outside` names those beyond the standard with its bounds,
    `unearned` those for what counts no more with the cause. `paid`, `unpaid` and, of these,
    `at_bank` are numbers of lines; the bank was given the latter by `given_on`."""

    due: int = 0
    source: str = ""
    is_attendance_missing: bool = False
    outside: Names = ()
    unearned: Names = ()
    paid: frozenset[int] = frozenset()
    unpaid: frozenset[int] = frozenset()
    at_bank: frozenset[int] = frozenset()
    given_on: date | None = None

    @property
    def named(self) -> frozenset[int]:
        """The lines that were typed with the move."""
        typed = self.given.get("lines")
        return frozenset() if typed is None else named_lines(typed)

    @property
    def to_give_up(self) -> frozenset[int]:
        """What the bank was given, it may have paid."""
        return self.unpaid - self.at_bank

    @property
    def is_paid_too_early(self) -> bool:
        """Dated before the bank was given it."""
        typed = self.given.get("paid_on")
        if not typed or self.given_on is None:
            return False
        return date.fromisoformat(str(typed)) < self.given_on
