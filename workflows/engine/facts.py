"""The read-only snapshot a guard may look at."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from workflows.engine.calendar import WorkingCalendar
from workflows.roles import Role


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What every case has; each workflow adds its own fields in a subclass.

    A moment a definition may wait for (`At`) is `Annotated` with its name, a `Text`.
    `given` is what the actor typed with the move (see `Ask`); `parameters` is the rule set of
    the call, whole numbers keyed as in `workflows.parameters`.
    """

    now: datetime
    entered_at: datetime
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    parameters: Mapping[str, int] = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)

    def without(self, ask: str) -> Self:
        """The same, had this question not been answered; what was looked up before stays known."""
        others = copy(self)
        answers = {key: answer for key, answer in self.given.items() if key != ask}
        object.__setattr__(others, "given", answers)
        return others


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts on this case, with the roles held on it at this moment; the clock has no id.

    `has_proven_identity`: the password was given again just now, as a signature needs it.
    """

    person_id: int | None
    roles: frozenset[Role]
    has_proven_identity: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature already given for a move that needs several."""

    transition: str
    person_id: int
    role: Role


@dataclass(frozen=True)
class Trail:
    """Who did what on this case before, and which signatures wait in the present state."""

    actors: Mapping[str, frozenset[int]] = field(default_factory=dict)
    signatures: tuple[Signature, ...] = ()
