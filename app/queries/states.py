"""A list of one kind of case, narrowed to the state that its reader chose."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Select

from workflows.engine.model import State
from workflows.registry import definitions_of


@cache
def states_of(kind: str) -> Mapping[str, State]:
    """By key, of every definition in force: mechanisms share the keys of their states, and what
    they are called."""
    return {state.key: state for _, w in definitions_of(kind) for state in w.states}


def in_state(model: Any, query: Select[Any], args: Mapping[str, str]) -> Select[Any]:
    """As `?state=` of the address says; what is no state of such a case narrows nothing."""
    chosen = args.get("state", "")
    return query.where(model.state == chosen) if chosen in states_of(model.kind) else query
