"""What waits for one person: every case on which it is the turn of a role the person holds there.

Whose turn it is on a case, its page says by `app.services.door.awaiting`; here it is asked of all
cases at once, and who holds the role, of the same tables as in `app.access.roles`: a fixed number
of queries, however much is waiting.
Of a crowded state the most urgent thousand are found of what is overdue, due today, soon, later
and never: lists and counts go no further.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    CompoundSelect,
    Select,
    String,
    bindparam,
    case,
    func,
    literal,
    not_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.asked import Listed, ask_together
from app.models import Case, Letter, Person, Team
from app.queries.attention.crowds import MOST, Crowds, crowds_among, tally_of
from app.queries.attention.firsts import NONE, found_by_rules
from app.queries.attention.urgency import WHEN, due_when, moments, parts_by_day
from app.queries.attention.waits import is_signed, waits_of
from app.queries.letters import about_one
from app.queries.paging import SIZE, Page, Tally, nearest
from app.queries.sight.conditions import Condition, both, either, is_never
from app.queries.sight.holding import READERS_KEPT, Holding
from app.queries.sight.sources import SOURCES
from app.services.cases import CASES, Key
from app.services.open_call.arguing import ARGUED, arguments_underway
from app.services.races.merging import TO_MERGE, to_decide
from app.services.races.outcomes import ON_NOTICE, overtaken
from workflows.engine.text import Text
from workflows.registry import definitions_of
from workflows.roles import Role

_NEVER = datetime.max.replace(tzinfo=UTC)

ASKED_FIRST = (ON_NOTICE, TO_MERGE, ARGUED)
"""What the tables alone do not say is found by the rules among these."""


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
    crowds = crowds_among(session, {kind: _states_of(kind, holding) for kind in CASES})
    due = when if when in WHEN else ""
    statement = _statement(holding, crowds, due, is_chosen=chosen is not None)
    kind, state = chosen or ("", "")
    given = {**moments(now), "me": person.id, "kind": kind, "state": state}
    given |= {"most": MOST, "size": size}
    ask_together(session, *ASKED_FIRST)
    may_find = holding.can_be(Role.PROGRAMME_OFFICER) or holding.can_be(Role.DECISION_MAKER)
    stages = overtaken(session, now) if may_find else ()
    decides = holding.can_be(Role.DECISION_MAKER)
    agreed = to_decide(session) if decides else ()
    given |= found_by_rules(arguments_underway(session, now), holding.in_pool, stages, agreed)
    heaps, found = _look(session, statement, {**given, "offset": (number - 1) * size})
    if not decides and any(heap.kind == Team.kind for heap in heaps):
        # Only of whoever has a team to see to it is asked whether the meeting comes first.
        given |= {"agreed": to_decide(session) or NONE}
        heaps, found = _look(session, statement, {**given, "offset": (number - 1) * size})
    tally = tally_of(*(h.counted(when) for h in heaps if chosen in (None, (h.kind, h.state))))
    there = nearest(number, tally.number, size)
    if there != number:
        number = there
        _, found = _look(session, statement, {**given, "offset": (number - 1) * size})
    rows = load_cases(session, found)
    return Waiting(heaps, Page(rows, number, size, tally.number, tally.is_cut))


@lru_cache(maxsize=READERS_KEPT)
def _statement(
    holding: Holding, crowds: Crowds, when: str, *, is_chosen: bool
) -> CompoundSelect[Any]:
    """Heaps and the rows of one page, in one statement: what waits is found only once. It is built
    once for a reader, as long as neither roles nor crowds change; `moments`, `me`, the `kind` and
    `state` chosen, `most` of a part of a crowd, `size` and `offset` are given to it each time."""
    waiting = _waiting(holding, crowds).cte("waiting")
    due = due_when(waiting.c.due_at)
    counts = select(
        waiting.c.kind,
        waiting.c.state,
        literal(0).label("id"),
        func.min(waiting.c.due_at).label("due_at"),
        func.count().label("count"),
        *(func.count(case((due[when], 1))).label(when) for when in WHEN),
    ).group_by(waiting.c.kind, waiting.c.state)
    page = _wanted(waiting, when, is_chosen=is_chosen)
    page = page.limit(bindparam("size")).offset(bindparam("offset"))
    rows = page.add_columns(*(literal(0).label(name) for name in ("count", *WHEN))).subquery()
    return union_all(counts, select(rows))


def _wanted(waiting: CTE, when: str, *, is_chosen: bool) -> Select[Any]:
    """What is paged through, in its order."""
    query = select(waiting.c.kind, waiting.c.state, waiting.c.id, waiting.c.due_at)
    if is_chosen:
        query = query.where(
            waiting.c.kind == bindparam("kind", type_=String),
            waiting.c.state == bindparam("state", type_=String),
        )
    if when:
        query = query.where(due_when(waiting.c.due_at)[when])
    return query.order_by(waiting.c.due_at.nulls_last(), waiting.c.kind, waiting.c.id)


def _look(
    session: Session, statement: CompoundSelect[Any], given: Mapping[str, Any]
) -> tuple[tuple[Heap, ...], list[tuple[str, int]]]:
    """Heaps, and the rows of one page."""
    lines = sorted(session.execute(statement, given), key=_urgency)
    heaps = tuple(
        Heap(kind, state, _label(kind, state), *numbers)
        for kind, state, number, _due_at, *numbers in lines
        if not number
    )
    return heaps, [(line.kind, line.id) for line in lines if line.id]


def _urgency(line: Any) -> tuple[Any, ...]:
    """By deadline, then what has none; rows by their id, heaps by their state."""
    return line.due_at is None, line.due_at or _NEVER, line.kind, line.id, line.state


def load_cases(session: Session, wanted: Sequence[Key]) -> list[Case]:
    """The cases in the order wanted, of many kinds by one statement."""
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for kind, number in wanted:
        numbers[kind].append(number)
    given = {kind: tuple(numbers[kind]) for kind in sorted(numbers)}
    for first in range(0, len(given), _KINDS_AT_ONCE):
        kinds = list(given)[first : first + _KINDS_AT_ONCE]
        ask_together(session, *(_OF_KIND[kind] for kind in kinds), **given)
    found = {(kind, row.id): row for kind in given for row in _OF_KIND[kind].of(session, **given)}
    return [found[key] for key in wanted]


_KINDS_AT_ONCE = 8
"""A row has the columns of them all, and PostgreSQL takes 1,664."""
_OF_KIND: Mapping[str, Listed[Any]] = {
    kind: Listed(model, model.id.in_(bindparam(kind, expanding=True)), options=SOURCES[kind].whole)
    for kind, model in CASES.items()
}
"""Cases by their numbers, which are given under the name of the kind."""


def _waiting(holding: Holding, crowds: Crowds) -> CompoundSelect[Any]:
    """(kind, id, state, due_at) of every case that waits for this person, of crowds the first."""
    return union_all(
        *(
            part
            for kind in CASES
            for part in (
                *_unsigned(kind, holding, crowds, but=kind in crowds.signed),
                *(_signed(kind, holding) if kind in crowds.signed else ()),
            )
        )
    )


def _states_of(kind: str, holding: Holding) -> frozenset[str]:
    """Those that wait on somebody whom the person could be."""
    asked = (wait.states for wait in waits_of(kind) if holding.can_be(wait.role))
    return frozenset[str]().union(*asked)


def _unsigned(kind: str, holding: Holding, crowds: Crowds, *, but: bool) -> Iterator[Select[Any]]:
    """Those that nobody has signed; `but`: some are signed, which stand apart, as they are few."""
    model, states = CASES[kind], _states_of(kind, holding)
    crowded = {state for of, state in crowds.states if of == kind}
    query = _cases(kind).where(not_(is_signed(kind)) if but else true())
    few = states - crowded
    awaits = _awaits_unsigned(kind, holding, few)
    if not is_never(awaits):
        yield query.where(model.state.in_(sorted(few)), awaits)
    for state in sorted(crowded):
        awaits = _awaits_unsigned(kind, holding, frozenset({state}))
        for due in () if is_never(awaits) else parts_by_day(model.due_at):
            there = query.where(model.state == state, awaits, due)
            yield select(there.order_by(model.due_at, model.id).limit(bindparam("most")).subquery())


def _signed(kind: str, holding: Holding) -> tuple[Select[Any], ...]:
    waits = (wait for wait in waits_of(kind) if holding.can_be(wait.role))
    awaits = either(*(both(wait.signed, _holds(kind, wait.role, holding)) for wait in waits))
    return () if is_never(awaits) else (_cases(kind).where(is_signed(kind), awaits),)


def _awaits_unsigned(kind: str, holding: Holding, states: frozenset[str]) -> Condition:
    key = "awaits", kind, states
    return holding.written(key, lambda: _awaited_in(kind, holding, states))


def _awaited_in(kind: str, holding: Holding, states: frozenset[str]) -> Condition:
    """Of cases in one of these states: what they are all in is not said again, or PostgreSQL would
    take a crowd for few. Nor is who holds a role said twice: PostgreSQL begins with the units of a
    recommender only where that is no part of an alternative."""
    asked: defaultdict[Role, list[Condition]] = defaultdict(list)
    for wait in waits_of(kind):
        if holding.can_be(wait.role) and wait.states & states:
            some = CASES[kind].state.in_(sorted(wait.states & states))
            asked[wait.role].append(both(true() if wait.states >= states else some, wait.unsigned))
    return either(
        *(both(either(*when), _holds(kind, role, holding)) for role, when in asked.items())
    )


def _cases(kind: str) -> Select[Any]:
    model = CASES[kind]
    return SOURCES[kind].joined(
        select(
            literal(kind).label("kind"),
            model.id.label("id"),
            model.state.label("state"),
            model.due_at.label("due_at"),
        )
    )


def _holds(kind: str, role: Role, holding: Holding) -> Condition:
    """A letter waits for whoever holds the role on the case it is about."""
    if kind != Letter.kind:
        return holding.on(kind, role)
    return either(
        *(
            both(Letter.about_kind == other, about_one(other, holding.on(other, role)))
            for other in CASES
            if other != Letter.kind
        )
    )


def _label(kind: str, state: str) -> Text:
    return next(
        s.label for _, workflow in definitions_of(kind) for s in workflow.states if s.key == state
    )
