"""How the definitions write down a state that waits until a date, and one where a case ends."""

from __future__ import annotations

from typing import Any

from workflows.engine.model import After, Due, Guard, Kind, State
from workflows.engine.text import Text
from workflows.roles import Role

REVIEW_TERM = After("review_days", began="review_began_at")
"""One term for the whole review, however many states it takes (C10)."""


def waiting(
    key: str,
    zh: str,
    en: str,
    waits_on: frozenset[Role],
    due: Due,
    first: tuple[Guard[Any], ...] = (),
) -> State:
    return State(key, Text(zh, en), Kind.OPEN, waits_on, due, first=first)


def final(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.FINAL)
