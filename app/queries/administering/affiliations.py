"""The people of the units for which a reader answers: of those who wait for a confirmation, also
where a unit has nobody to give it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from app.access.grants import in_force
from app.models import Person, RoleGrant
from app.queries.narrowing import Narrowing
from workflows.engine.text import Text
from workflows.roles import Role

MAY_CONFIRM = frozenset({Role.UNIT_ADMIN, Role.SYS_ADMIN})

PEOPLE = Narrowing(
    written=Person.name.concat(" ").concat(Person.email), said=Text("姓名或邮箱", "Name or email")
)


def people_answered_for(reader: Person, roles: Collection[Role], now: datetime) -> Select[Any]:
    """Those who wait first."""
    query = select(Person).where(_answered_for(reader, roles, now))
    return query.options(joinedload(Person.organisation)).order_by(
        Person.unit_confirmed_at.is_not(None), Person.id
    )


def affiliations_waiting(
    session: Session, reader: Person, roles: Collection[Role], now: datetime
) -> int:
    waiting = _answered_for(reader, roles, now), Person.unit_confirmed_at.is_(None)
    return session.scalar(select(func.count(Person.id)).where(*waiting)) or 0


def _answered_for(reader: Person, roles: Collection[Role], now: datetime) -> ColumnElement[bool]:
    """Nobody answers for themselves, and nobody is asked about an address yet to be proven."""
    mine = select(RoleGrant.organisation_id).where(
        RoleGrant.person_id == reader.id, RoleGrant.role == Role.UNIT_ADMIN.value, in_force(now)
    )
    answered: list[ColumnElement[bool]] = [Person.organisation_id.in_(mine)]
    if Role.SYS_ADMIN in roles:
        waits = Person.organisation_id.is_not(None), Person.unit_confirmed_at.is_(None)
        answered.append(and_(*waits, ~_has_another_to_ask(now)))
    there = or_(Person.email_confirmed_at.is_not(None), Person.unit_confirmed_at.is_not(None))
    return and_(or_(*answered), Person.id != reader.id, Person.is_active, there)


def _has_another_to_ask(now: datetime) -> ColumnElement[bool]:
    other = aliased(Person)
    return (
        exists()
        .where(
            RoleGrant.organisation_id == Person.organisation_id,
            RoleGrant.role == Role.UNIT_ADMIN.value,
            in_force(now),
            other.id == RoleGrant.person_id,
            other.is_active,
            other.id != Person.id,
        )
        .correlate(Person)
    )
