"""Integrity cases are walled off: for whom one exists at all (domain §3.10)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from app.models import IntegrityCase, Person, PersonMove
from workflows.roles import Role

INSIDE = frozenset({Role.SUPERVISOR, Role.DISCIPLINE})
"""Know of every case, from the clue on; of a case against themselves or their unit they do not."""


def office_inside(session: Session, case: IntegrityCase, person: Person) -> frozenset[Role]:
    """The roles of the office that count on this case for this person; deciding comes last."""
    own = concerning(person.id, person.organisation_id)
    if session.scalar(select(IntegrityCase.id).where(IntegrityCase.id == case.id, own)):
        return frozenset()
    return INSIDE | ({Role.DECISION_MAKER} if case.referred_at is not None else frozenset())


def concerning(me: int, own_unit: int | None) -> ColumnElement[bool]:
    """On the table of integrity cases, whether one is about this person or their unit: also the one
    they have left since it was filed, for leaving opens no case."""
    left = (
        exists()
        .correlate(IntegrityCase)
        .where(
            PersonMove.person_id == me,
            PersonMove.from_id == IntegrityCase.subject_unit_id,
            PersonMove.at >= IntegrityCase.filed_at,
        )
    )
    about_me = func.coalesce(IntegrityCase.subject_person_id, 0) == me
    about_unit = func.coalesce(IntegrityCase.subject_unit_id, 0) == (own_unit or -1)
    return or_(about_me, about_unit, left)
