"""One move of several cases, one after the other, within one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Case, Person
from app.services.cases import case_id
from app.services.door.lateness import keep_if_late
from app.services.door.turns import take_turn, wait_for_writers
from app.services.moves import Moved, Signed, take
from workflows.engine.decide import Refusals


def take_each(
    session: Session,
    cases: Sequence[Case],
    transition: str,
    by: Person,
    *,
    now: datetime,
    seen: Mapping[int, int],
) -> list[Moved | Signed | Refusals]:
    """What became of each, in their order; one that is refused stays as it was, and keeps nothing
    from the others. `seen` is the newest history row of each when the mover looked, by its id.

    They go alone, even where a single one goes beside others: whoever holds the end of the history
    after the first would wait for the row of the second the wrong way round
    (`app.services.door.turns`).
    """
    wait_for_writers(session, cases)
    take_turn(session)
    answers = []
    for case in cases:
        answer = take(session, case, transition, by, now=now, seen=seen.get(case_id(case)))
        if isinstance(answer, Refusals):
            keep_if_late(session, case, transition, by, now)
        answers.append(answer)
    return answers
