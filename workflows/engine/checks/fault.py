"""What a rule finds, and what it is told exists beside the definition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from workflows.engine.cascades import cascading_to
from workflows.engine.model import Transition, Workflow


@dataclass(frozen=True, slots=True)
class Fault:
    """`rule` is broken in the definition `workflow`, at the state or move `where`."""

    workflow: str
    rule: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.workflow} · {self.where}: {self.text} [{self.rule}]"


@dataclass(frozen=True)
class Vocabulary:
    """The names that exist: acts, kinds of letter, messages, and every definition."""

    acts: frozenset[str]
    letters: frozenset[str]
    messages: frozenset[str]
    workflows: tuple[Workflow[Any], ...]

    def cascading_to(
        self, kind: str, transition: str
    ) -> tuple[tuple[Workflow[Any], Transition[Any]], ...]:
        """The moves, each with its definition, that fire this one."""
        return cascading_to(self.workflows, kind, transition)


Finding = tuple[str, str]
"""Where, and what is wrong there."""

Rule = Callable[[Workflow[Any], Vocabulary], Iterator[Finding]]


def place(transition: Transition[Any]) -> str:
    """How a fault names a move, of which several may share the name."""
    return f"{transition.name} ({'|'.join(transition.source)} → {transition.target})"
