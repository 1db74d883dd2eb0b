"""What a race can do: its events, what each needs, and what it changes (R3-R22).

The single truth of the race as a whole: the explorer walks it, and the door asks it before it
commits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workflows.engine.text import Text
from workflows.race.state import RaceState
from workflows.race.words import Outcome


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is that of the transition; `team` and `other` are keys; `score` in hundredths;
    `outcomes` pairs of team key and outcome."""

    name: str
    team: str = ""
    other: str = ""
    score: int = 0
    outcomes: tuple[tuple[str, Outcome], ...] = ()


class NotAllowed(ValueError):
    """The event is refused; `reasons` say why, with the arithmetic."""

    def __init__(self, reasons: tuple[Text, ...]) -> None:
        super().__init__("; ".join(reason.en for reason in reasons))
        self.reasons = reasons


def refusals(state: RaceState, event: Event) -> tuple[Text, ...]:
    """Why the event may not happen now; empty when it may."""
    raise NotImplementedError


def apply(state: RaceState, event: Event) -> RaceState:
    """The state after it. Where I1 or I2 would break for reasons outside the office (a team leaves,
    a route dies), the race is in RESCUE afterwards. Raises NotAllowed."""
    raise NotImplementedError


def events(state: RaceState) -> Iterator[Event]:
    """Everything that can happen now."""
    raise NotImplementedError
