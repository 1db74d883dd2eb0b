"""确保冲线: no decision of the office can kill the last runner (§2.3).

The invariants look at one state; this looks at a step. Only a fact from outside may take away the
last team that can finish, and a race ends without a finish only when there is none, when the panel
found every team below the line, or when nobody passed the final test.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.engine.text import Text
from workflows.race.course import Move
from workflows.race.course.model import Answers
from workflows.race.keeping import has_runner
from workflows.race.state import RaceState
from workflows.race.words import RaceIs


def broken_promises(before: RaceState, move: Move, after: RaceState) -> Iterator[Text]:
    if move.answers is Answers.FACT or not has_runner(before):
        return
    if not after.is_over and not has_runner(after):
        yield _TAKEN.format(move=move.label)
    excused = before.state is RaceIs.FINAL or before.back_to is RaceIs.CHECKPOINT
    if after.state is RaceIs.NO_FINISH and not excused:
        yield _ENDED.format(move=move.label)


_TAKEN = Text(
    "{move}使最后一支能冲线的团队不能再冲线",
    "{move} meant the last team that could finish no longer can",
)
_ENDED = Text(
    "{move}终止了仍有团队能冲线的赛题", "{move} ended a race that a team could still finish"
)
