"""Pledges of good conduct (信用承诺) at six moments (domain §3.10): which text, who, when.

A wording that was once pledged is never changed: a new one is added, and counts from then on.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Acceptance, Case, Fund, Person, Pledge, Project, Proposal, Review
from app.services.cases import key_of
from workflows.engine.effects import Apply
from workflows.engine.model import Transition
from workflows.engine.text import Text
from workflows.pledges import TEXTS, in_force

REGISTERED = Apply("register_pledge")
"""What a move by which somebody pledges does besides."""


def pledger_of(case: Case) -> tuple[Person, str] | None:
    """Who pledges by a move of this case, and at which moment: whoever leads or reviews, whoever
    signs last."""
    match case:
        case Proposal():
            return case.pi, "submit"
        case Review():
            return case.expert.person, "review"
        case Project():
            return case.proposal.pi, "contract"
        case Fund():
            return case.project.proposal.pi, "lump_sum"
        case Acceptance():
            return case.project.proposal.pi, "acceptance"
    return None


def asked_of(person: Person, case: Case, transition: Transition[Any]) -> Text | None:
    """The words this person pledges by making this move; None where the move asks no pledge, or
    it is somebody else's."""
    found = pledger_of(case)
    if found is None or REGISTERED not in transition.effects or found[0].id != person.id:
        return None
    return in_force(found[1])


def pledge(
    session: Session, person: Person, moment: str, about: Case | None, now: datetime
) -> Pledge:
    """One row for each pledge made; the same pledge about the same case is made once."""
    kind, number = key_of(about) if about else (None, None)
    version = len(TEXTS[moment])
    kept = session.scalars(
        select(Pledge).where(
            Pledge.person_id == person.id,
            Pledge.moment == moment,
            Pledge.text_version == version,
            Pledge.about_kind == kind,
            Pledge.about_id == number,
        )
    ).first()
    if kept is not None:
        return kept
    made = Pledge(
        person_id=person.id,
        moment=moment,
        text_version=version,
        about_kind=kind,
        about_id=number,
        made_at=now,
    )
    session.add(made)
    return made
