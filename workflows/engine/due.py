"""By when somebody is to act, when the clock does, and which close an attempt has missed."""

from __future__ import annotations

from datetime import datetime

from workflows.engine.model import F, Workflow
from workflows.roles import Role


def timers(workflow: Workflow[F], state: str, facts: F) -> tuple[tuple[str, datetime], ...]:
    """The moves the clock will fire from this state, and when (aware UTC); each name once."""
    found: dict[str, datetime] = {}
    for transition in workflow.leaving(state):
        if transition.due is None or Role.SYSTEM_CLOCK not in transition.roles:
            continue
        moment = transition.due.moment(facts)
        if moment is not None:
            found[transition.name] = min(moment, found.get(transition.name, moment))
    return tuple(found.items())


def missed(
    workflow: Workflow[F], state: str, name: str, roles: frozenset[Role], facts: F
) -> datetime | None:
    """The close that has passed when somebody with these roles attempts this move from this state;
    None while in time, and when no such move of theirs has a close."""
    theirs = [t for t in workflow.leaving(state) if t.name == name and t.roles & roles]
    closes = [moment for t in theirs if t.until and (moment := t.until.moment(facts))]
    return max((m for m in closes if facts.now >= m), default=None)


def due_moment(workflow: Workflow[F], state: str, facts: F) -> datetime | None:
    """By when those awaited in this state are to act."""
    due = workflow.state(state).due
    return due.moment(facts) if due else None
