"""I1-I10 of §2.3: what holds in every committed state; each breach shows its arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.race.state import RaceState


@dataclass(frozen=True, slots=True)
class Violation:
    """`reason` shows the numbers."""

    invariant: str
    reason: Text


@dataclass(frozen=True)
class Invariant:
    key: str
    label: Text
    broken: Callable[[RaceState], Iterator[Text]]


INVARIANTS: tuple[Invariant, ...] = ()


def violations(state: RaceState) -> tuple[Violation, ...]:
    """Every breach; empty when the state may be committed."""
    return tuple(
        Violation(invariant.key, reason)
        for invariant in INVARIANTS
        for reason in invariant.broken(state)
    )
