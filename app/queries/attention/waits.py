"""On whom cases of a kind wait, as conditions on their table: what the states and moves of their
definitions say, whoever asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    exists,
    false,
    func,
    not_,
    select,
    true,
)

from app.models import PendingSignature
from app.queries.attention.firsts import LACKING, OWED
from app.queries.sight.conditions import Condition, both
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES
from workflows.engine.model import Workflow
from workflows.registry import definitions_of
from workflows.roles import SYSTEM_ROLES, Role

_ME: Any = bindparam("me")
"""The id of whoever asks."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A role that a case waits on. As long as nobody has signed a move of the case: in these
    `states`, where `unsigned` holds as well. When somebody has: in any state, where `signed` holds,
    and on nobody but whoever has still to sign."""

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
        for wait in (*_in_state(workflow, moved), *_to_sign(kind, workflow, moved))
    )


def is_signed(kind: str) -> Condition:
    pending = select(PendingSignature.case_id).where(PendingSignature.case_kind == kind)
    return CASES[kind].id.in_(pending)  # type: ignore[no-any-return]


def _in_state(workflow: Workflow[Any], moved: Condition) -> Iterator[Wait]:
    """Whom the states wait on; where others come first, whoever owes what is no case of its own,
    until that holds."""
    states: dict[tuple[Role, tuple[str, ...], str], list[str]] = {}
    for state in workflow.states:
        firsts = tuple(guard.key for guard in state.first)
        for place, guard in enumerate(state.first):
            for role in sorted(guard.supplied_by) if guard.key in OWED else ():
                states.setdefault((role, firsts[:place], guard.key), []).append(state.key)
        for role in sorted(state.waits_on - SYSTEM_ROLES):
            states.setdefault((role, firsts, ""), []).append(state.key)
    for (role, given, owed), keys in states.items():
        there = both(moved, *(not_(LACKING[first]) for first in given))
        yield Wait(role, frozenset(keys), both(there, OWED[owed]) if owed else there, false())


def _to_sign(kind: str, workflow: Workflow[Any], moved: Condition) -> Iterator[Wait]:
    """Each role whose signature is missing on a move that somebody has signed already; as
    `app.services.door.pending_signatures.unsigned_by`. Whoever has signed waits for another, also
    of the same role."""
    for transition in workflow.transitions:
        if not transition.approvals:
            continue
        there = both(moved, CASES[kind].state.in_(transition.source))
        begun = and_(
            PendingSignature.case_kind == kind,
            PendingSignature.case_id == CASES[kind].id,
            PendingSignature.transition == transition.name,
        )
        by_others = and_(
            exists().where(begun), not_(exists().where(begun, PendingSignature.person_id == _ME))
        )
        for role in sorted({*transition.roles, *transition.approvals}):
            signing = transition.roles if role in transition.roles else {role}
            places = 1 + (role in transition.roles and role in transition.approvals)
            given = _number(begun, PendingSignature.role.in_(sorted(signing)))
            yield Wait(role, frozenset(), false(), both(there, and_(by_others, given < places)))


def _number(*which: ColumnElement[bool]) -> Any:
    return select(func.count(PendingSignature.id)).where(*which).scalar_subquery()


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
