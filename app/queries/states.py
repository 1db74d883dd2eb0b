"""The states of a kind of case, whatever the mechanism."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from workflows.engine.model import State
from workflows.registry import definitions_of


@cache
def states_of(kind: str) -> Mapping[str, State]:
    """By key, of every definition in force: mechanisms share the keys of their states, and what
    they are called."""
    return {state.key: state for _, w in definitions_of(kind) for state in w.states}
