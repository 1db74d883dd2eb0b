"""The cases of one person, where these are few: a search among very many begins with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import CompoundSelect, literal, select, true, union_all
from sqlalchemy.orm import Session

from app.queries.sight.conditions import Condition, among
from app.queries.sight.holding import Holding
from app.services.cases import CASES

_MANY = ("proposal", "project", "milestone", "acceptance", "payment")
"""Kinds of which a country has very many."""

_FEW = 1_000


def conditions_near(session: Session, holding: Holding) -> Mapping[str, Condition]:
    """By kind a condition that is met by every case on which the person may hold a role, and
    leaves out most others where those are few. It depends on nothing but them."""
    if holding.is_wide:
        return {}
    found: defaultdict[str, set[int]] = defaultdict(set)
    for kind, number in session.execute(holding.written("ways", lambda: _ways(holding))):
        found[kind].add(number)
    return {kind: _near(kind, found[kind]) for kind in _MANY}


def _ways(holding: Holding) -> CompoundSelect[Any]:
    ways = [(kind, way.limit(_FEW + 1).subquery()) for kind in _MANY for way in holding.ways(kind)]
    return union_all(*(select(literal(kind), way) for kind, way in ways))


def _near(kind: str, numbers: set[int]) -> Condition:
    number: Any = CASES[kind].id
    return among(number, numbers) if len(numbers) <= _FEW else true()
