"""What the guards of a list of experts' fees look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from workflows.engine.calendar import local_date
from workflows.engine.facts import Facts
from workflows.facts.words import Names


def named_lines(typed: str) -> frozenset[int]:
    """`3、5`: the numbers of lines; whatever else is typed is no line."""
    parts = [part for part in re.split(r"[\s,，、]+", typed.strip()) if part]
    return frozenset(int(p) if p.isascii() and p.isdigit() else -1 for p in parts)


@dataclass(frozen=True, kw_only=True)
class FeeListFacts(Facts):
    """`due` counts lines with a fee, `ready` the unpaid ones that the bank was given. `outside`
    names those beyond the standard with its bounds, `of_the_office` whoever takes part in managing.
    `paid` and `unpaid` are numbers of lines."""

    due: int = 0
    source: str = ""
    is_attendance_missing: bool = False
    outside: Names = ()
    of_the_office: Names = ()
    paid: frozenset[int] = frozenset()
    unpaid: frozenset[int] = frozenset()
    ready: int = 0

    @property
    def named(self) -> frozenset[int]:
        """The lines that were typed with the move."""
        return named_lines(self.given.get("lines", ""))

    @property
    def is_paid_too_early(self) -> bool:
        """Dated before the list was approved."""
        typed = self.given.get("paid_on")
        return bool(typed) and date.fromisoformat(str(typed)) < local_date(self.entered_at)
