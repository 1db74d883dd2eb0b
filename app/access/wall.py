"""Integrity cases are walled off: for whom one exists at all (domain §3.10)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.models import IntegrityCase, Person, PersonMove, Sanction
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
    left = _has_left(me, IntegrityCase.subject_unit_id, PersonMove.at >= IntegrityCase.filed_at)
    return or_(
        _about(me, own_unit, IntegrityCase.subject_person_id, IntegrityCase.subject_unit_id), left
    )


def sanctioning(me: int, own_unit: int | None) -> ColumnElement[bool]:
    """On the table of sanctions, whether one came of a case about this person or their unit. One
    without a case has no day of filing: whoever ever left the unit counts as of it."""
    of_case = Sanction.case_id.in_(select(IntegrityCase.id).where(concerning(me, own_unit)))
    without_case = and_(Sanction.case_id.is_(None), _has_left(me, Sanction.organisation_id))
    return or_(
        _about(me, own_unit, Sanction.person_id, Sanction.organisation_id),
        func.coalesce(of_case, False),
        without_case,
    )


def _about(
    me: int,
    own_unit: int | None,
    person: InstrumentedAttribute[int | None],
    unit: InstrumentedAttribute[int | None],
) -> ColumnElement[bool]:
    return or_(func.coalesce(person, 0) == me, func.coalesce(unit, 0) == (own_unit or -1))


def _has_left(
    me: int, unit: InstrumentedAttribute[int | None], *since: ColumnElement[bool]
) -> ColumnElement[bool]:
    moved = exists().where(PersonMove.person_id == me, PersonMove.from_id == unit, *since)
    return moved.correlate(unit.class_)
