"""State, Transition, Guard, Workflow: frozen, and nothing hidden beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Generic, TypeVar

from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.effects import Apply, Effect
from workflows.engine.facts import Facts
from workflows.engine.text import Text, abridged
from workflows.roles import SYSTEM_ROLES, Role

F = TypeVar("F", bound=Facts)


class Kind(StrEnum):
    START = "start"
    OPEN = "open"
    FINAL = "final"


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True)
class After:
    """So long after the state was entered; how long is a parameter of the call, no constant. It
    begins no earlier than `since`, a moment among the facts; a term that `awaits` that moment, as
    one awaits service, does not run before it has come. One term over several states counts from
    the moment it `began`, where that is known."""

    parameter: str
    unit: Unit = Unit.DAYS
    since: str = ""
    awaits: bool = False
    began: str = ""

    def moment(self, facts: Facts) -> datetime | None:
        """Aware UTC; a period ends with its last day in Fujian, never on a day off.

        Source: Civil Code 203.
        """
        count = facts.parameters[self.parameter]
        earliest: datetime | None = getattr(facts, self.since) if self.since else None
        if earliest is None and self.awaits:
            return None
        begun: datetime | None = getattr(facts, self.began) if self.began else None
        start = local_date(begun or max(facts.entered_at, earliest or facts.entered_at))
        if self.unit is Unit.WORKING_DAYS:
            return end_of_day(facts.calendar.add_working_days(start, count))
        return facts.calendar.end_of_term(start, count)


@dataclass(frozen=True, slots=True)
class At:
    """At a moment the case carries as a fact, such as `close_at`."""

    fact: str

    def moment(self, facts: Facts) -> datetime | None:
        moment: datetime | None = getattr(facts, self.fact)
        return moment


Due = After | At

NAMED_MOST = 10
"""A reason names no more of what is missing than one reads at a glance."""


@dataclass(frozen=True, kw_only=True)
class Guard(Generic[F]):
    """A named rule. `reason` is shown when `holds` is false; its `{missing}` slot says what lacks.

    `holds` must not refuse for what is yet to be typed: an empty `given` is the business of `asks`.
    `passing` and `failing` are examples that prove the rule can do both. With `marks_path` the rule
    asks which way the case goes, which nobody changes: a move that it refuses belongs to another
    way, and is no button; one `of_the_call` looks at nothing but its parameters. A state that waits
    for it first says so to those it is `told_to`, and to
    everybody where nobody is named.
    """

    key: str
    reason: Text
    supplied_by: frozenset[Role]
    holds: Callable[[F], bool]
    passing: F
    failing: F
    missing: Callable[[F], tuple[Text | str, ...]] | None = None
    marks_path: bool = False
    of_the_call: bool = False
    told_to: frozenset[Role] = frozenset()

    def is_told_to(self, reader: frozenset[Role]) -> bool:
        return not self.told_to or bool(self.told_to & reader)

    def holds_under(self, parameters: Mapping[str, int]) -> bool:
        """Of a rule `of_the_call`: under these parameters, whatever the case."""
        return self.holds(replace(self.passing, parameters=parameters))

    def reason_for(self, facts: F) -> Text:
        if self.missing is None:
            return self.reason
        return self.reason.format(missing=abridged(self.missing(facts), NAMED_MOST))


class AskKind(StrEnum):
    LINE = "line"
    PARAGRAPH = "paragraph"
    DATE = "date"
    MOMENT = "moment"
    MONEY = "money"
    CHOICE = "choice"
    PERSON = "person"


class Contended(StrEnum):
    """What several moves at once may count against each other."""

    LEADER = "leader"
    LEAD_UNIT = "lead_unit"
    RECOMMENDER = "recommender"


@dataclass(frozen=True, slots=True)
class Ask:
    """Something the actor supplies with the move: a reason, a minutes number, a date.

    A date that `has_come` tells of something that has happened, and is not after today. `most`: in
    characters, where less is kept than of others of its kind.
    """

    key: str
    label: Text
    kind: AskKind = AskKind.LINE
    required: bool = True
    choices: tuple[tuple[str, Text], ...] = ()
    hint: Text | None = None
    has_come: bool = False
    most: int | None = None


@dataclass(frozen=True)
class State:
    """`waits_on` and `due` say who is awaited and by when; final states wait on nobody.

    `undated` says why no date can be given, when neither `due` nor the clock sets one. `first` is
    what others have to give before those waited on can act, in its order: until all of it holds,
    whoever supplies what lacks first is awaited. With `in_confidence` whether it holds is told to
    nobody but those and these: to everybody else it is the turn of all.
    """

    key: str
    label: Text
    kind: Kind = Kind.OPEN
    waits_on: frozenset[Role] = frozenset()
    due: Due | None = None
    undated: Text | None = None
    first: tuple[Guard[Any], ...] = ()
    in_confidence: bool = False

    @property
    def hands(self) -> frozenset[Role]:
        """Whose turn it may be in this state."""
        return self.waits_on.union(*(guard.supplied_by for guard in self.first))

    @property
    def told_hands(self) -> frozenset[Role]:
        """Whose turn everybody is told it may be, where what is lacking is told in confidence. Of a
        state that waits for the clock nobody learns that anything is lacking."""
        return self.waits_on if self.waits_on <= SYSTEM_ROLES else self.hands

    @property
    def is_final(self) -> bool:
        return self.kind is Kind.FINAL


@dataclass(frozen=True)
class Transition(Generic[F]):
    """A named move. `approvals` are further roles that must sign, each another person;
    `separation` names earlier moves whose actor must be somebody else ("draft" began the case), or
    of several who sign whoever signs as one of `separated`;
    `due` lets the clock fire it; `until` is the close after which an attempt is late, and leaves a
    receipt of its refusal; `clause` cites the rule it carries out; a `signature` is given only with
    a fresh authentication. With `contends_for` it counts nothing that other moves with it change
    but what concerns these, so that they need not wait for each other.
    """

    name: str
    label: Text
    source: tuple[str, ...]
    target: str
    roles: frozenset[Role]
    clause: Text
    guards: tuple[Guard[F], ...] = ()
    asks: tuple[Ask, ...] = ()
    effects: tuple[Effect, ...] = ()
    due: Due | None = None
    until: Due | None = None
    approvals: tuple[Role, ...] = ()
    separation: tuple[str, ...] = ()
    separated: frozenset[Role] = frozenset()
    moves_money: bool = False
    signature: bool = False
    contends_for: frozenset[Contended] | None = None

    @property
    def rule(self) -> Text:
        """The rule it carries out as people read it: `clause` without its number in the
        specification."""
        zh, en = (w.partition(" · ")[2] or w for w in (self.clause.zh, self.clause.en))
        return Text(zh, en[:1].upper() + en[1:])


@dataclass(frozen=True)
class Workflow(Generic[F]):
    """A small published state machine. `every_move` is done by each of its moves, before what that
    one causes; `former` maps states of earlier versions to today's; `drafting` is what beginning a
    case is called."""

    key: str
    version: int
    label: Text
    facts: type[F]
    states: tuple[State, ...]
    transitions: tuple[Transition[F], ...]
    every_move: tuple[Apply, ...] = ()
    kind: str = ""
    clause: Text = field(default=Text("", ""))
    former: tuple[tuple[int, str, str], ...] = field(default=())
    drafting: Text = field(default=Text("起草", "drafting"))

    @property
    def case_kind(self) -> str:
        """The kind of case it moves: its own key, unless several definitions move one kind."""
        return self.kind or self.key

    @cached_property
    def start(self) -> State:
        return next(s for s in self.states if s.kind is Kind.START)

    @cached_property
    def _by_key(self) -> dict[str, State]:
        return {s.key: s for s in self.states}

    def state(self, key: str) -> State:
        return self._by_key[key]

    def leaving(self, state: str) -> tuple[Transition[F], ...]:
        return tuple(t for t in self.transitions if state in t.source)

    @cached_property
    def is_timed(self) -> bool:
        """Whether the clock makes any of its moves."""
        return any(t.due and Role.SYSTEM_CLOCK in t.roles for t in self.transitions)

    def has(self, name: str) -> bool:
        """Whether there is a move of this name anywhere in this workflow."""
        return any(t.name == name for t in self.transitions)

    def named(self, name: str) -> tuple[Transition[F], ...]:
        """Every transition of this name (one name may leave several states).

        Raises KeyError: no such move anywhere in this workflow.
        """
        found = tuple(t for t in self.transitions if t.name == name)
        if not found:
            raise KeyError(f"{self.key} has no move {name!r}")
        return found

    def contends_for(self, name: str) -> frozenset[Contended] | None:
        """What the transitions of this name contend for; None when one of them goes alone.

        Raises KeyError: no such move anywhere in this workflow.
        """
        contended: frozenset[Contended] = frozenset()
        for transition in self.named(name):
            if transition.contends_for is None:
                return None
            contended |= transition.contends_for
        return contended
