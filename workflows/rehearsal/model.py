"""What is rehearsed, and what a rehearsal ends in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from workflows.engine.text import Text
from workflows.facts import CallFacts
from workflows.race.rules import RaceRules


@dataclass(frozen=True, slots=True)
class PlannedStage:
    """A stage as the race's plan has it."""

    pool: int
    quota: int
    due_on: date


@dataclass(frozen=True, slots=True)
class Race:
    stages: tuple[PlannedStage, ...]
    pool: int
    prize: int
    converge_at: int
    rules: RaceRules


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list with its ceiling in 分."""

    title: str
    ceiling: int


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel is to read: how many proposals, of which fields."""

    number: int
    proposals: int
    fields: frozenset[int]
    for_items: bool = False


@dataclass(frozen=True, slots=True)
class Seated:
    """Who was drawn, by the ids of the experts, and how many substitutes were not to be had; or why
    no panel came about."""

    experts: tuple[int, ...] = ()
    missing_substitutes: int = 0
    problem: Text | None = None


Draw = Callable[[Panel], Seated]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """The call as it stands: its `state`, and its facts at this moment; `applicants` as many as are
    expected (of a list: on each item), `panel_most` what one panel reads; `fields` those that
    proposals may be of; `lump_sum`: the money is 包干; money in 分. `draw` seats a panel out of the
    real pool."""

    mechanism: str
    state: str
    facts: CallFacts
    seed: str
    applicants: int
    panel_most: int
    award_most: int
    planned_awards: int
    payment_mode: str
    lump_sum: bool
    fields: tuple[int, ...]
    draw: Draw
    items: tuple[Item, ...] = ()
    race: Race | None = None

    @property
    def is_sampled(self) -> bool:
        """Lump sums are drawn for an audit of what was spent (§3.6)."""
        return self.lump_sum and self.facts.parameters["lump_sum_sample_percent"] > 0

    def luck(self, *words: object) -> float:
        """At least 0 and less than 1, for these words the same every time."""
        text = "/".join(map(str, (self.seed, *words)))
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6]) / 2**48

    def chosen(self, among: Sequence[int], *words: object) -> int:
        return among[int(self.luck(*words) * len(among))]


@dataclass(frozen=True, slots=True)
class Step:
    """`what` happened to `case`, which is in `state` since; `is_day_off` where the day is none on
    which the office works, `is_guess` where the days off of that year are not announced yet."""

    at: datetime
    case: Text
    what: Text
    state: Text
    is_day_off: bool
    is_guess: bool


@dataclass(frozen=True, slots=True)
class Stuck:
    """So many cases could not leave a state by the move they wait for; why not, who can help, and
    since when the first of them stands still. `is_supposed`: the rehearsal goes on as if what lacks
    were supplied on that day; otherwise nothing can follow."""

    case: Text
    state: Text
    move: Text
    reasons: tuple[Text, ...]
    supplied_by: tuple[str, ...]
    at: datetime
    is_supposed: bool
    count: int = 1


@dataclass(frozen=True, slots=True)
class Part:
    """Money of one kind, in 分."""

    label: Text
    amount: int


@dataclass(slots=True)
class Report:
    """`course` is what happened and what stood still, in this order; whatever comes after a
    standstill takes it for supplied. `ends_in` is the state the call came to; `outcomes` counts
    proposals by the state they came to; `money` adds up to the budget; `findings` are what else is
    worth knowing, and `supposed` what was not looked at."""

    course: list[Step | Stuck] = field(default_factory=list)
    panels: list[tuple[Panel, Seated]] = field(default_factory=list)
    outcomes: list[tuple[Text, int]] = field(default_factory=list)
    money: list[Part] = field(default_factory=list)
    findings: list[Text] = field(default_factory=list)
    supposed: list[Text] = field(default_factory=list)
    ends_in: Text = field(default=Text("", ""))

    @property
    def steps(self) -> list[Step]:
        return [one for one in self.course if isinstance(one, Step)]

    @property
    def stuck(self) -> list[Stuck]:
        return [one for one in self.course if isinstance(one, Stuck)]
