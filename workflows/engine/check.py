"""Proves a definition before it runs: what is wrong with it, rule by rule."""

from __future__ import annotations

from typing import Any

from workflows.engine.checks import effects, flow, guards, shape
from workflows.engine.checks.fault import Fault, Rule, Vocabulary
from workflows.engine.model import Workflow

__all__ = ["RULES", "Fault", "Vocabulary", "check", "check_all"]

RULES: tuple[Rule, ...] = (*shape.RULES, *flow.RULES, *effects.RULES, *guards.RULES)


def check(workflow: Workflow[Any], vocabulary: Vocabulary) -> tuple[Fault, ...]:
    """Every fault of one definition; empty when it keeps every rule."""
    return tuple(
        Fault(workflow.key, rule.__name__, where, text)
        for rule in RULES
        for where, text in rule(workflow, vocabulary)
    )


def check_all(vocabulary: Vocabulary) -> tuple[Fault, ...]:
    """Every fault of every definition of the vocabulary."""
    return tuple(
        fault for workflow in vocabulary.workflows for fault in check(workflow, vocabulary)
    )
