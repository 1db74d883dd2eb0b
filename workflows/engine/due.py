"""By when somebody is to act, when the clock does, and which close an attempt has missed."""

from __future__ import annotations

from datetime import datetime

from workflows.engine.model import F, Transition, Workflow
from workflows.engine.text import Text
from workflows.roles import SYSTEM_ROLES, Role

TOO_LATE = Text(
    "期限已于 {missing} 届满（以服务器时间为准），逾期不再受理。",
    "The deadline passed at {missing} (by the server's clock), so it is too late to do this.",
)


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
    theirs = [
        t for t in workflow.leaving(state) if t.name == name and roles & {*t.roles, *t.approvals}
    ]
    closes = [moment for t in theirs if t.until and (moment := t.until.moment(facts))]
    passed = [moment for moment in closes if facts.now >= moment]
    passed += [m for t in theirs if (m := overtaken(workflow, state, t, facts)) is not None]
    return max(passed, default=None)


def overtaken(
    workflow: Workflow[F], state: str, transition: Transition[F], facts: F
) -> datetime | None:
    """The moment since which this move is the clock's to prevent: it is to end the state, and those
    who were awaited in it have had their turn, however late the clock comes to it. None while in
    time, for a move with a close of its own, and for what may still be done where the clock leads.
    """
    awaited = workflow.state(state).hands - SYSTEM_ROLES
    if transition.until or not transition.roles & awaited:
        return None
    ends = (t for t in workflow.leaving(state) if t.due and Role.SYSTEM_CLOCK in t.roles)
    moments = (
        t.due.moment(facts)
        for t in ends
        if t.due
        and t.target != state
        and all(other.name != transition.name for other in workflow.leaving(t.target))
        and all(guard.holds(facts) for guard in t.guards)
    )
    return min((m for m in moments if m is not None and facts.now >= m), default=None)


def due_moment(workflow: Workflow[F], state: str, facts: F) -> datetime | None:
    """By when those awaited in this state are to act."""
    due = workflow.state(state).due
    return due.moment(facts) if due else None
