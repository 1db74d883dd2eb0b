"""Which outcomes of a decision depart from the rank order; each of them needs a written reason.

With k proposals proposed and r in reserve, the straight line proposes the first k eligible ones,
keeps the next r in reserve and drops the others. Proposals that share a place may take any of the
outcomes the line gives to that place. Pure: no database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OUTCOMES = ("propose", "reserve", "drop")


@dataclass(frozen=True, slots=True)
class Placed:
    """A proposal with its place (None without a score) and the outcome drafted for it; `eligible`
    says that score and votes allow it to be proposed."""

    proposal: int
    place: int | None
    eligible: bool
    outcome: str


def deviating(placed: Sequence[Placed]) -> frozenset[int]:
    """The proposals whose outcome is not the one of the straight line."""
    line = sorted(
        (one for one in placed if one.eligible and one.place is not None),
        key=lambda one: (one.place, one.proposal),
    )
    proposed = sum(one.outcome == "propose" for one in placed)
    reserved = sum(one.outcome == "reserve" for one in placed)
    allowed: dict[int, set[str]] = {}
    for position, one in enumerate(line):
        assert one.place is not None, "only placed proposals stand in the line"
        allowed.setdefault(one.place, set()).add(_by_the_line(position, proposed, reserved))
    return frozenset(
        one.proposal
        for one in placed
        if one.outcome not in (allowed[one.place] if one.eligible and one.place else {"drop"})
    )


def _by_the_line(position: int, proposed: int, reserved: int) -> str:
    if position < proposed:
        return "propose"
    return "reserve" if position < proposed + reserved else "drop"
