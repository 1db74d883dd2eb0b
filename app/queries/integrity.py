"""Integrity cases, sanctions and pledges as lists for those who may see them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, not_, select
from sqlalchemy.orm import joinedload

from app.access.wall import concerning, sanctioning
from app.models import IntegrityCase, Person, Pledge, Sanction
from app.queries.narrowing import Narrowing

CASES = Narrowing(model=IntegrityCase)


def cases_for(reader: Person) -> Select[Any]:
    """All cases but one's own and one's unit's: first what is due first, then what is over, the
    newest first."""
    return (
        select(IntegrityCase)
        .where(not_(concerning(reader.id, reader.organisation_id)))
        .options(joinedload(IntegrityCase.subject_person), joinedload(IntegrityCase.subject_unit))
        .order_by(IntegrityCase.due_at.nulls_last(), IntegrityCase.id.desc())
    )


def sanctions(reader: Person) -> Select[Any]:
    """All but one's own and one's unit's, also of the unit one has left, the newest first."""
    return (
        select(Sanction)
        .where(not_(sanctioning(reader.id, reader.organisation_id)))
        .options(joinedload(Sanction.person), joinedload(Sanction.organisation))
        .order_by(Sanction.starts_on.desc(), Sanction.id.desc())
    )


def pledges_of(person: Person) -> Select[Any]:
    return select(Pledge).where(Pledge.person_id == person.id).order_by(Pledge.id.desc())
