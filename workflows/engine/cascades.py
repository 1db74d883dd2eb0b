"""Which moves cause which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from workflows.engine.effects import Cascade
from workflows.engine.model import Transition, Workflow


def cascading_to(
    workflows: Iterable[Workflow[Any]], kind: str, transition: str
) -> tuple[tuple[Workflow[Any], Transition[Any]], ...]:
    """Of these definitions the moves, each with its own, that fire this one."""
    return tuple(
        (workflow, move)
        for workflow in workflows
        for move in workflow.transitions
        for effect in move.effects
        if isinstance(effect, Cascade) and (effect.kind, effect.transition) == (kind, transition)
    )
