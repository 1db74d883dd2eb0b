"""Integrity cases, sanctions and pledges as lists for those who may see them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import joinedload

from app.access.wall import concerning
from app.models import IntegrityCase, Person, Pledge, Sanction
from app.queries.narrowing import Narrowing

CASES = Narrowing(model=IntegrityCase)


def cases_for(reader: Person) -> Select[Any]:
    """All cases but one's own and one's unit's, the newest first."""
    return (
        select(IntegrityCase)
        .where(not_(concerning(reader.id, reader.organisation_id)))
        .options(joinedload(IntegrityCase.subject_person), joinedload(IntegrityCase.subject_unit))
        .order_by(IntegrityCase.id.desc())
    )


def sanctions(reader: Person) -> Select[Any]:
    own = _of_oneself(reader)
    return (
        select(Sanction)
        .where(not_(own))
        .options(joinedload(Sanction.person), joinedload(Sanction.organisation))
        .order_by(Sanction.starts_on.desc(), Sanction.id.desc())
    )


def pledges_of(person: Person) -> Select[Any]:
    return select(Pledge).where(Pledge.person_id == person.id).order_by(Pledge.id.desc())


def _of_oneself(reader: Person) -> ColumnElement[bool]:
    """On the table of sanctions, whether one is of the reader or the reader's unit."""
    mine = func.coalesce(Sanction.person_id, 0) == reader.id
    if reader.organisation_id is None:
        return and_(mine)
    return or_(mine, func.coalesce(Sanction.organisation_id, 0) == reader.organisation_id)
