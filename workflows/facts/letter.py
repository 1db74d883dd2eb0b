"""What the guards of a letter look at."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.engine.facts import Facts


@dataclass(frozen=True, kw_only=True)
class LetterFacts(Facts):
    has_number: bool = False
