"""How the definitions write down a state that waits until a date, and one where a case ends."""

from __future__ import annotations

from workflows.engine.model import Due, Kind, State
from workflows.engine.text import Text
from workflows.roles import Role


def waiting(key: str, zh: str, en: str, waits_on: frozenset[Role], due: Due) -> State:
    return State(key, Text(zh, en), Kind.OPEN, waits_on, due)


def final(key: str, zh: str, en: str) -> State:
    return State(key, Text(zh, en), Kind.FINAL)
