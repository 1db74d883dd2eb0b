"""States in which so many cases stand that nobody waits until all of them are counted."""

from __future__ import annotations

from collections.abc import Mapping, Set

from sqlalchemy import exists, literal, select, union_all
from sqlalchemy.orm import Session

from app.queries.paging import Tally
from app.services.cases import CASES

MOST = 1_000
"""So many of each part of a crowd are looked at and counted."""

Crowds = frozenset[tuple[str, str]]
"""Kind and state."""


def crowds_among(session: Session, states: Mapping[str, Set[str]]) -> Crowds:
    """In which of these states, by kind, more than `MOST` cases stand, whoever they wait for."""
    asked = [
        select(literal(kind).label("kind"), literal(state).label("state")).where(
            exists(select(CASES[kind].id).where(CASES[kind].state == state).offset(MOST).limit(1))
        )
        for kind, of_kind in sorted(states.items())
        for state in sorted(of_kind)
    ]
    if not asked:
        return frozenset()
    return frozenset((kind, state) for kind, state in session.execute(union_all(*asked)))


def tally_of(*numbers: int) -> Tally:
    """The sum of what was counted up to `MOST`. Who counts so many may have left some out."""
    return Tally(sum(numbers), any(number >= MOST for number in numbers))
