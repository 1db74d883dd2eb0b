"""Pledges of good conduct (信用承诺) at six moments (domain §3.10): which text, who, when.

A wording that was once pledged is never changed: a new one is added, and counts from then on.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Case, Person, Pledge
from app.services.cases import case_id
from workflows.pledges import TEXTS


def pledge(
    session: Session, person: Person, moment: str, about: Case | None, now: datetime
) -> Pledge:
    """One row for each pledge made; the same pledge about the same case is made once."""
    kind, number = (about.kind, case_id(about)) if about else (None, None)
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
