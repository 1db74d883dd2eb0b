"""Builds the facts a guard may look at from the tables: one builder per kind of case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
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


_NOT_NAMED = Text("一项您须回避的申报", "a proposal from which you stand aside")

Builder = Callable[[Session, Any, Common], Facts]


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
        parameters=DEFAULTS | (call.rules if call else {}),
        given=given,
        aside=partial(aside_from, session, asking) if asking is not None else frozenset,
    )
    return builders()[case.kind](session, case, common)


@cache
def builders() -> dict[str, Builder]:
    """By the kind of case."""
    # Imported late: the builders read rows through rooms that themselves use this door.
    from app.services.facts.acceptance import build as acceptance
    from app.services.facts.call import build as call
    from app.services.facts.change import build as change
    from app.services.facts.change import build_appeal as appeal
    from app.services.facts.change import build_suspension as suspension
    from app.services.facts.integrity import build as integrity_case
    from app.services.facts.invitation import build as invitation
    from app.services.facts.item import build as item
    from app.services.facts.letter import build as letter
    from app.services.facts.milestone import build as milestone
    from app.services.facts.milestone import build_opinion as opinion
    from app.services.facts.money import build_batch as payment_batch
    from app.services.facts.money import build_fund as fund
    from app.services.facts.money import build_payment as payment
    from app.services.facts.money import build_share as share
    from app.services.facts.notice import build as notice
    from app.services.facts.objection import build as objection
    from app.services.facts.project import build as project
    from app.services.facts.proposal import build as proposal
    from app.services.facts.race import build as race
    from app.services.facts.race import build_route, build_stage, build_team
    from app.services.facts.review import build as review
    from app.services.facts.review import build_group as review_group
    from app.services.facts.tolerance import build as tolerance

    return {
        "call": call,
        "proposal": proposal,
        "review_group": review_group,
        "invitation": invitation,
        "review": review,
        "notice": notice,
        "objection": objection,
        "project": project,
        "milestone": milestone,
        "opinion": opinion,
        "fund": fund,
        "payment": payment,
        "payment_batch": payment_batch,
        "share": share,
        "tolerance": tolerance,
        "race": race,
        "stage": build_stage,
        "team": build_team,
        "route": build_route,
        "letter": letter,
        "integrity_case": integrity_case,
        "change": change,
        "suspension": suspension,
        "acceptance": acceptance,
        "appeal": appeal,
        "item": item,
    }
