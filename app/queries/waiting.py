"""What waits for one person: every case in a state that waits on a role the person holds on it.

The roles come from the states' own `waits_on`; who holds them is asked of the same tables as in
`app.access.roles`, but for all cases at once: a fixed number of queries, however much is waiting.
Of a crowded state the most urgent thousand are found of what is overdue, due today, soon, later
and never: lists and counts go no further.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Exists,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.models import Case, Letter, PendingSignature, Person
from app.queries.crowds import MOST, Crowds, crowds_among, tally_of
from app.queries.holding import Holding
from app.queries.paging import SIZE, Page, Tally
from app.queries.sources import SOURCES
from app.queries.urgency import WHEN, due_when, parts_by_day
from app.services.cases import CASES
from workflows.engine.model import Workflow
from workflows.engine.text import Text
from workflows.registry import definitions_of
from workflows.roles import SYSTEM_ROLES, Role

_NEVER = datetime.max.replace(tzinfo=UTC)

Awaited = tuple[Role, frozenset[str], ColumnElement[bool]]
"""A role, in which states a case waits on it (none named: in any with a signature), and when."""


@dataclass(frozen=True, slots=True)
class Heap:
    """Cases of one kind that wait in one state; of them `overdue`, those due `today`, and those due
    within the days of `SOON`."""

    kind: str
    state: str
    label: Text
    count: int
    overdue: int
    today: int
    soon: int

    def counted(self, when: str = "") -> int:
        """How many of them are due then; all when that is no word of `WHEN`."""
        return getattr(self, when) if when in WHEN else self.count

    @property
    def tally(self) -> Tally:
        return tally_of(self.count)


@dataclass(frozen=True)
class Waiting:
    """All that waits, counted (the most urgent heap first), and one page of it: overdue first,
    then by deadline, then what has none."""

    heaps: tuple[Heap, ...]
    page: Page[Case]

    def tally(self, when: str = "") -> Tally:
        return tally_of(*(heap.counted(when) for heap in self.heaps))


def waiting_for(
    session: Session,
    person: Person,
    now: datetime,
    number: int = 1,
    chosen: tuple[str, str] | None = None,
    size: int = SIZE,
    when: str = "",
) -> Waiting:
    """`chosen` is the (kind, state) of the one heap to page through; None pages through all.
    `when`, a word of `WHEN`, leaves what is overdue, due today or soon."""
    holding = Holding.of(session, person, now)
    waiting = _waiting(holding, _crowds(session, holding), now).cte("waiting")
    wanted = _wanted(waiting, chosen, when, now)
    heaps, found = _look(session, waiting, wanted.limit(size).offset((number - 1) * size), now)
    tally = tally_of(*(h.counted(when) for h in heaps if chosen in (None, (h.kind, h.state))))
    last = -(-tally.number // size) or 1
    if not 1 <= number <= last:
        number = max(1, min(number, last))
        _, found = _look(session, waiting, wanted.limit(size).offset((number - 1) * size), now)
    rows = load_cases(session, found)
    return Waiting(heaps, Page(rows, number, size, tally.number, tally.is_cut))


def _wanted(waiting: CTE, chosen: tuple[str, str] | None, when: str, now: datetime) -> Select[Any]:
    """What is paged through, in its order."""
    query = select(waiting.c.kind, waiting.c.state, waiting.c.id, waiting.c.due_at)
    if chosen is not None:
        query = query.where(waiting.c.kind == chosen[0], waiting.c.state == chosen[1])
    if when in WHEN:
        query = query.where(due_when(waiting.c.due_at, now)[when])
    return query.order_by(waiting.c.due_at.nulls_last(), waiting.c.kind, waiting.c.id)


def _look(
    session: Session, waiting: CTE, page: Select[Any], now: datetime
) -> tuple[tuple[Heap, ...], list[tuple[str, int]]]:
    """Heaps and the rows of one page, in one statement: what waits is found only once."""
    due = due_when(waiting.c.due_at, now)
    counts = select(
        waiting.c.kind,
        waiting.c.state,
        literal(0).label("id"),
        func.min(waiting.c.due_at).label("due_at"),
        func.count().label("count"),
        *(func.count(case((due[when], 1))).label(when) for when in WHEN),
    ).group_by(waiting.c.kind, waiting.c.state)
    rows = page.add_columns(*(literal(0).label(name) for name in ("count", *WHEN))).subquery()
    lines = sorted(session.execute(union_all(counts, select(rows))), key=_urgency)
    heaps = tuple(
        Heap(kind, state, _label(kind, state), *numbers)
        for kind, state, number, _due_at, *numbers in lines
        if not number
    )
    return heaps, [(line.kind, line.id) for line in lines if line.id]


def _urgency(line: Any) -> tuple[Any, ...]:
    """By deadline, then what has none; rows by their id, heaps by their state."""
    return line.due_at is None, line.due_at or _NEVER, line.kind, line.id, line.state


def load_cases(session: Session, wanted: Sequence[tuple[str, int]]) -> list[Case]:
    """The cases in the order wanted: one query a kind."""
    found: dict[tuple[str, int], Case] = {}
    for kind in {kind for kind, _ in wanted}:
        ids = [number for k, number in wanted if k == kind]
        model = CASES[kind]
        rows = session.scalars(select(model).where(model.id.in_(ids)).options(*SOURCES[kind].whole))
        found |= {(kind, row.id): row for row in rows}
    return [found[key] for key in wanted]


def _crowds(session: Session, holding: Holding) -> Crowds:
    return crowds_among(session, {kind: _states_of(kind, holding) for kind in CASES})


def _states_of(kind: str, holding: Holding) -> frozenset[str]:
    """Those that wait on somebody whom the person could be."""
    asked = (states for role, states, _ in _awaited(kind) if holding.can_be(role))
    return frozenset[str]().union(*asked)


def _waiting(holding: Holding, crowds: Crowds, now: datetime) -> CompoundSelect[Any]:
    """(kind, id, state, due_at) of every case that waits for this person, of crowds the first."""
    return union_all(
        *(
            part
            for kind in CASES
            for part in _of_kind(kind, holding, sorted(s for k, s in crowds if k == kind), now)
        )
    )


def _of_kind(
    kind: str, holding: Holding, crowded: Sequence[str], now: datetime
) -> Iterator[Select[Any]]:
    """What somebody has signed already is apart from the crowds: it is never much."""
    model, few = CASES[kind], sorted(_states_of(kind, holding).difference(crowded))
    signed = model.id.in_(
        select(PendingSignature.case_id).where(PendingSignature.case_kind == kind)
    )
    columns = select(
        literal(kind).label("kind"),
        model.id.label("id"),
        model.state.label("state"),
        model.due_at.label("due_at"),
    )
    query = SOURCES[kind].joined(columns)
    yield query.where(or_(model.state.in_(few), signed), _awaits(kind, holding))
    for state in crowded:
        unsigned = query.where(model.state == state, ~signed, _awaits(kind, holding, state))
        for due in parts_by_day(model.due_at, now):
            there = unsigned.where(due).order_by(model.due_at, model.id).limit(MOST)
            yield select(there.subquery())


def _awaits(kind: str, holding: Holding, state: str = "") -> ColumnElement[bool]:
    """When a case waits for this person; of one `state`, when nobody has signed yet."""
    return or_(
        literal(False),
        *(
            and_(when, _holds(kind, role, holding))
            for role, states, when in _awaited(kind)
            if holding.can_be(role) and (not state or state in states)
        ),
    )


@cache
def _awaited(kind: str) -> tuple[Awaited, ...]:
    """The same for everybody, so it is written once."""
    model = CASES[kind]
    return tuple(
        (role, states, and_(_moved_by(kind, mechanisms), when))
        for mechanisms, workflow in definitions_of(kind)
        for role, states, when in (*_in_state(model, workflow), *_to_sign(model, workflow))
    )


def _in_state(model: Any, workflow: Workflow[Any]) -> Iterator[Awaited]:
    """Each role with the states that wait on it, unless it has signed already what others have
    still to sign."""
    states: dict[Role, list[str]] = {}
    for state in workflow.states:
        for role in sorted(state.waits_on - SYSTEM_ROLES):
            states.setdefault(role, []).append(state.key)
    signing = {
        role for t in workflow.transitions if t.approvals for role in (*t.roles, *t.approvals)
    }
    for role, keys in states.items():
        there = model.state.in_(keys)
        if role in signing:
            there = and_(there, not_(_signed_by(model, role)))
        yield role, frozenset(keys), there


def _signed_by(model: Any, role: Role) -> Exists:
    return exists().where(
        PendingSignature.case_kind == model.kind,
        PendingSignature.case_id == model.id,
        PendingSignature.role == role.value,
    )


def _to_sign(model: Any, workflow: Workflow[Any]) -> Iterator[Awaited]:
    """Each role whose signature is missing on a move that somebody has signed already."""
    for transition in workflow.transitions:
        if not transition.approvals:
            continue
        signed = exists().where(
            PendingSignature.case_kind == model.kind,
            PendingSignature.case_id == model.id,
            PendingSignature.transition == transition.name,
        )
        for role in sorted({*transition.roles, *transition.approvals}):
            missing = not_(signed.where(PendingSignature.role == role.value))
            yield role, frozenset(), and_(signed, missing)


def _moved_by(kind: str, mechanisms: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether the definition that serves these mechanisms moves the case; none named stands for
    every mechanism without a definition of its own.
    """
    column = SOURCES[kind].mechanism
    if column is None:
        return literal(True)
    if mechanisms:
        return column.in_(mechanisms)  # type: ignore[no-any-return]
    others = [m for named, _ in definitions_of(kind) for m in named]
    return column.not_in(others) if others else literal(True)


def _holds(kind: str, role: Role, holding: Holding) -> ColumnElement[bool]:
    if kind != Letter.kind:
        return holding.on(kind, role)
    return or_(
        *(
            and_(
                Letter.about_kind == other,
                Letter.about_id.in_(
                    SOURCES[other].joined(select(CASES[other].id)).where(holding.on(other, role))
                ),
            )
            for other in CASES
            if other != Letter.kind
        )
    )


def _label(kind: str, state: str) -> Text:
    return next(
        s.label for _, workflow in definitions_of(kind) for s in workflow.states if s.key == state
    )
