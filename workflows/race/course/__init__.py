"""What a race can do: every move, what it needs, and what it changes (R3-R22).

The single truth of the race as a whole: the explorer walks it, and the door asks it before it
commits.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workflows.engine.text import Text
from workflows.race.course import (
    all_below,
    appeals,
    checkpoint,
    finish,
    leaving,
    money,
    rescue,
    running,
)
from workflows.race.course.model import Answers, Event, Move, NotAllowed
from workflows.race.keeping import lacks, must_be_kept, runner_lost
from workflows.race.state import RaceState

__all__ = ["MOVES", "Event", "Move", "NotAllowed", "apply", "refusals"]

MOVES: Mapping[str, Move] = {
    move.name: move
    for family in (running, checkpoint, appeals, all_below, money, leaving, rescue, finish)
    for move in family.MOVES
}


def refusals(state: RaceState, event: Event) -> tuple[Text, ...]:
    """Why the event may not happen now; empty when it may. Raises KeyError: no such move."""
    try:
        apply(state, event)
    except NotAllowed as refused:
        return refused.reasons
    return ()


def apply(state: RaceState, event: Event, moves: Mapping[str, Move] = MOVES) -> RaceState:
    """The state after it. Where something would be lacking of I1, I2, I4 or I5, an act of the
    office is refused, and a fact from outside puts the race into RESCUE with it. In RESCUE, an act
    is refused that takes away the last runner. Raises NotAllowed; KeyError: no such move."""
    move = moves[event.name]
    if reasons := tuple(_needs(state, event, move)):
        raise NotAllowed(reasons)
    after = move.change(state, event)
    match move.answers:
        case Answers.ACT:
            lacking = lacks(after) if must_be_kept(after) else runner_lost(state, after)
            if lacking:
                raise NotAllowed(tuple(lack.reason for lack in lacking))
        case Answers.FACT if must_be_kept(after) and lacks(after):
            return rescue.into_rescue(after)
    return after


def _needs(state: RaceState, event: Event, move: Move) -> Iterator[Text]:
    if state.state not in move.source:
        yield _NOT_NOW.format(move=move.label)
        return
    yield from move.needs(state, event)


_NOT_NOW = Text("现在不能{move}", "not possible now: {move}")
