"""On whom cases of a kind wait, as conditions on their table: what the states and moves of their
definitions say, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Exists, and_, exists, false, not_, select, true

from app.models import PendingSignature
from app.queries.sight.conditions import Condition, both
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES
from workflows.engine.model import Workflow
from workflows.registry import definitions_of
from workflows.roles import SYSTEM_ROLES, Role


@dataclass(frozen=True, slots=True)
class Wait:
    """A role, and the states in which a case waits on it: as long as nobody has signed a move of
    the case, where `unsigned` holds as well; and when somebody has, where `signed` does. Whoever
    has still to sign is awaited in any state."""

    role: Role
    states: frozenset[str]
    unsigned: Condition
    signed: Condition


@cache
def waits_of(kind: str) -> tuple[Wait, ...]:
    return tuple(
        wait
        for mechanisms, workflow in definitions_of(kind)
        for moved in (_moved_by(kind, mechanisms),)
        for wait in (*_in_state(kind, workflow, moved), *_to_sign(kind, workflow, moved))
    )


def is_signed(kind: str) -> Condition:
    pending = select(PendingSignature.case_id).where(PendingSignature.case_kind == kind)
    return CASES[kind].id.in_(pending)  # type: ignore[no-any-return]


def _in_state(kind: str, workflow: Workflow[Any], moved: Condition) -> Iterator[Wait]:
    """A role that has signed waits for the others."""
    states: dict[Role, list[str]] = {}
    for state in workflow.states:
        for role in sorted(state.waits_on - SYSTEM_ROLES):
            states.setdefault(role, []).append(state.key)
    signing = {
        role for t in workflow.transitions if t.approvals for role in (*t.roles, *t.approvals)
    }
    for role, keys in states.items():
        there = both(moved, CASES[kind].state.in_(keys))
        still = not_(_signatures(kind).where(PendingSignature.role == role.value))
        yield Wait(role, frozenset(keys), moved, both(there, still if role in signing else true()))


def _to_sign(kind: str, workflow: Workflow[Any], moved: Condition) -> Iterator[Wait]:
    """Each role whose signature is missing on a move that somebody has signed already."""
    for transition in workflow.transitions:
        if not transition.approvals:
            continue
        begun = _signatures(kind).where(PendingSignature.transition == transition.name)
        for role in sorted({*transition.roles, *transition.approvals}):
            missing = not_(begun.where(PendingSignature.role == role.value))
            yield Wait(role, frozenset(), false(), both(moved, and_(begun, missing)))


def _signatures(kind: str) -> Exists:
    return exists().where(
        PendingSignature.case_kind == kind, PendingSignature.case_id == CASES[kind].id
    )


def _moved_by(kind: str, mechanisms: tuple[str, ...]) -> Condition:
    """Whether the definition that serves these mechanisms moves the case; none named stands for
    every mechanism without a definition of its own.
    """
    column = SOURCES[kind].mechanism
    if column is None:
        return true()
    if mechanisms:
        return column.in_(mechanisms)  # type: ignore[no-any-return]
    others = [m for named, _ in definitions_of(kind) for m in named]
    return column.not_in(others) if others else true()
