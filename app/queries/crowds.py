"""States in which so many cases stand that nobody waits until all of them are counted."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, literal, null, select, union_all
from sqlalchemy.orm import Session

from app.models import PendingSignature
from app.queries.paging import Tally
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
    asked = [
        select(literal(kind).label("kind"), literal(state).label("state")).where(
            exists(select(CASES[kind].id).where(CASES[kind].state == state).offset(MOST).limit(1))
        )
        for kind, of_kind in sorted(states.items())
        for state in sorted(of_kind)
    ]
    signed = select(PendingSignature.case_kind.label("kind"), null().label("state")).distinct()
    found: list[Any] = list(session.execute(union_all(signed, *asked)))
    return Crowds(
        frozenset((kind, state) for kind, state in found if state is not None),
        frozenset(kind for kind, state in found if state is None),
    )


def tally_of(*numbers: int) -> Tally:
    """The sum of what was counted up to `MOST`. Who counts so many may have left some out."""
    return Tally(sum(numbers), any(number >= MOST for number in numbers))
