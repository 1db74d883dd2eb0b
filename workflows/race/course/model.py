"""What a move of a race is: an event, what it needs, what it changes, and who answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.engine.text import Text
from workflows.race.state import RaceState, Team
from workflows.race.words import Outcome, RaceIs


@dataclass(frozen=True, slots=True)
class Event:
    """`name` is that of the move; `team` and `other` are keys of teams, `other` also of a route.

    The panel's findings come for all teams at once: `scores` in hundredths, `missed` those without
    a hard indicator, `costs` what finishing still costs where it is estimated anew. `outcomes` is
    what a stage ends in, `outcome` what an appeal won. `amount` is money ordered, paid back, added
    to every cost by a new target, or the new estimate of one cost. `entrant` joins by a
    supplementary entry; `reached` is the best result of a final test in per cent of the target."""

    name: str
    team: str = ""
    other: str = ""
    amount: int = 0
    scores: tuple[tuple[str, int], ...] = ()
    missed: frozenset[str] = frozenset()
    costs: tuple[tuple[str, int], ...] = ()
    outcome: Outcome | None = None
    outcomes: tuple[tuple[str, Outcome], ...] = ()
    entrant: Team | None = None
    reached: int = 0


class Answers(StrEnum):
    """An ACT is the office's: refused where something would be lacking. A FACT comes from outside:
    where something is lacking after it, the race enters RESCUE with it. A STEP leaves no lack."""

    ACT = "act"
    FACT = "fact"
    STEP = "step"


Needs = Callable[[RaceState, Event], Iterator[Text]]
Change = Callable[[RaceState, Event], RaceState]


@dataclass(frozen=True)
class Move:
    """`source` are the states of the race it may be made in. `is_ordinary`: part of the way every
    race goes; the others disturb it, and I10 does not count on them."""

    name: str
    clause: str
    label: Text
    answers: Answers
    source: frozenset[RaceIs]
    change: Change
    needs: Needs
    is_ordinary: bool = True


class NotAllowed(ValueError):
    """The event is refused; `reasons` say why, with the arithmetic."""

    def __init__(self, reasons: tuple[Text, ...]) -> None:
        super().__init__("; ".join(reason.en for reason in reasons))
        self.reasons = reasons


def nothing(state: RaceState, event: Event) -> Iterator[Text]:
    """No need beyond the state of the race."""
    return iter(())


UNDER_WAY = frozenset(
    {
        RaceIs.RUNNING,
        RaceIs.CHECKPOINT,
        RaceIs.RESULT_NOTICE,
        RaceIs.REALLOC,
        RaceIs.REFOCUSING,
        RaceIs.HALTED,
        RaceIs.FINAL,
        RaceIs.RESCUE,
    }
)
