"""Builds the facts a guard may look at from the tables: one builder per kind of case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from app.access.recused import aside_from
from app.models import Case, Person
from app.services.calendars import working_calendar
from app.services.cases import call_of
from workflows.engine.calendar import WorkingCalendar
from workflows.engine.facts import Facts
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS


@dataclass(frozen=True, slots=True)
class Common:
    """What the facts of every kind of case share. `aside` finds the ids of the proposals from which
    whoever asks stands aside: a refusal counts them and does not name them."""

    now: datetime
    entered_at: datetime
    calendar: WorkingCalendar
    parameters: Mapping[str, int]
    given: Mapping[str, str]
    aside: Callable[[], frozenset[int]] = frozenset

    @property
    def hidden(self) -> frozenset[int]:
        return self.aside()

    def named(self, proposal: int, title: str) -> Text | str:
        return _NOT_NAMED if proposal in self.hidden else title

    def as_dict(self) -> dict[str, Any]:
        return {
            "now": self.now,
            "entered_at": self.entered_at,
            "calendar": self.calendar,
            "parameters": self.parameters,
            "given": self.given,
        }


_NOT_NAMED = Text("一项您须回避的申报", "a proposal you must stand aside from")

Builder = Callable[[Session, Any, Common], Facts]
BUILDERS: dict[str, Builder] = {}
"""By the kind of case; `app.services.facts.builders` enters them, for they read rows through rooms
that themselves ask for facts."""


def facts_of(
    session: Session,
    case: Case,
    now: datetime,
    given: Mapping[str, str],
    asking: Person | None = None,
) -> Facts:
    """The facts of this case at this moment; `given` is what the actor typed with the move, and
    `asking` whoever is told by a refusal what is missing."""
    call = call_of(case)
    common = Common(
        now=now,
        entered_at=case.state_entered_at,
        calendar=working_calendar(session),
        parameters=call.parameters if call else DEFAULTS,
        given=given,
        aside=partial(aside_from, session, asking) if asking is not None else frozenset,
    )
    return BUILDERS[case.kind](session, case, common)
