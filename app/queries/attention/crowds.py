"""States in which so many cases stand that nobody waits until all of them are counted."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import CompoundSelect, bindparam, exists, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.models import PendingSignature
from app.queries.paging import Tally
from app.queries.sight.holding import READERS_KEPT
from app.services.cases import CASES

MOST = 1_000
"""So many of each part of a crowd are looked at and counted."""


@dataclass(frozen=True, slots=True)
class Crowds:
    """`states`, each with its kind; and of which kinds there are cases that somebody has `signed`
    and others have still to sign."""

    states: frozenset[tuple[str, str]]
    signed: frozenset[str]


def crowds_among(session: Session, states: Mapping[str, Set[str]]) -> Crowds:
    """In which of these states, by kind, more than `MOST` cases stand, whoever they wait for. In
    one statement."""
    asked = frozenset((kind, state) for kind, of_kind in states.items() for state in of_kind)
    found: list[Any] = list(session.execute(_in(asked), {"most": MOST}))
    return Crowds(
        frozenset((kind, state) for kind, state in found if state is not None),
        frozenset(kind for kind, state in found if state is None),
    )


@lru_cache(maxsize=READERS_KEPT)
def _in(states: frozenset[tuple[str, str]]) -> CompoundSelect[Any]:
    asked = [
        select(literal(kind).label("kind"), literal(state).label("state")).where(
            exists(
                select(CASES[kind].id)
                .where(CASES[kind].state == state)
                .offset(bindparam("most"))
                .limit(1)
            )
        )
        for kind, state in sorted(states)
    ]
    signed = select(PendingSignature.case_kind.label("kind"), null().label("state")).distinct()
    return union_all(signed, *asked)


def tally_of(*numbers: int) -> Tally:
    """The sum of what was counted up to `MOST`. Who counts so many may have left some out."""
    return Tally(sum(numbers), any(number >= MOST for number in numbers))
