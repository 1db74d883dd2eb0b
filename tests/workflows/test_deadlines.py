"""In every definition a deadline holds by its moment, however late the clock comes to it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.workflows.test_walks import EACH, favourable, somebody
from workflows.engine.decide import Refusals, decide
from workflows.engine.facts import Facts, Trail
from workflows.engine.model import At, Transition, Workflow
from workflows.registry import WORKFLOWS
from workflows.roles import SYSTEM_ROLES, Role


def ends(workflow: Workflow[Any], state: str) -> list[Transition[Any]]:
    """What the clock does when those awaited in this state have not acted in time."""
    return [
        move
        for move in workflow.leaving(state)
        if move.due and Role.SYSTEM_CLOCK in move.roles and move.target != state
    ]


def due_now(workflow: Workflow[Any], end: Transition[Any]) -> Facts | None:
    """Facts under which the clock is to make this move and has not come to it."""
    facts = favourable(workflow, end)
    if isinstance(end.due, At) and getattr(facts, end.due.fact) is None:
        come: dict[str, Any] = {end.due.fact: facts.now}
        facts = replace(facts, **come)
    moment = end.due.moment(facts) if end.due else None
    facts = replace(facts, now=max(facts.now, moment)) if moment else facts
    return facts if moment and all(guard.holds(facts) for guard in end.guards) else None


@EACH
def test_whoever_was_awaited_makes_no_move_once_the_clock_is_to_end_the_state(
    workflow: Workflow[Any],
) -> None:
    """But for what may still be done where it leads."""
    for state in workflow.states:
        for end in ends(workflow, state.key):
            facts = due_now(workflow, end)
            onward = {move.name for move in workflow.leaving(end.target)}
            for move in workflow.leaving(state.key):
                for role in move.roles & state.hands - SYSTEM_ROLES:
                    if facts is None or move.name in onward:
                        continue
                    asked = replace(facts, given=favourable(workflow, move).given)
                    actor = somebody(role, 1)
                    answer = decide(workflow, state.key, move.name, actor, asked, Trail())
                    assert isinstance(answer, Refusals), (state.key, move.name)


def test_what_the_clock_is_to_do_is_supposed_in_every_state_that_it_ends() -> None:
    """Or the rule above would be asked of nothing."""
    unsupposed = [
        (workflow.key, end.name)
        for workflow in WORKFLOWS
        for state in workflow.states
        for end in ends(workflow, state.key)
        if due_now(workflow, end) is None
    ]
    assert unsupposed == []
