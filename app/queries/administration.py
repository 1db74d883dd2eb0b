"""People, roles, the queue, the register of numbers and the history, for administrators."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import (
    AnnouncedYear,
    DocumentNumber,
    History,
    IntegrityCase,
    Organisation,
    Outbox,
    Person,
    RoleGrant,
)


def people(search: str) -> Select[Any]:
    query = (
        select(Person)
        .options(joinedload(Person.organisation), selectinload(Person.grants))
        .order_by(Person.id)
    )
    if search:
        query = query.where(Person.name.contains(search) | Person.email.contains(search.lower()))
    return query


def grants(person: Person) -> Select[Any]:
    return (
        select(RoleGrant)
        .where(RoleGrant.person_id == person.id)
        .options(joinedload(RoleGrant.organisation))
        .order_by(RoleGrant.id)
    )


def announced_years() -> Select[Any]:
    """Every entry, the one that counts first."""
    return (
        select(AnnouncedYear)
        .options(joinedload(AnnouncedYear.entered_by))
        .order_by(AnnouncedYear.year.desc(), AnnouncedYear.id.desc())
    )


def organisations() -> Select[Any]:
    return (
        select(Organisation)
        .options(joinedload(Organisation.recommender))
        .order_by(Organisation.name)
    )


def queue_counts(session: Session) -> dict[str, int]:
    rows = session.execute(select(Outbox.status, func.count(Outbox.id)).group_by(Outbox.status))
    return {row[0]: row[1] for row in rows}


def unfinished_work() -> Select[Any]:
    return select(Outbox).where(Outbox.status != "done").order_by(Outbox.status, Outbox.id)


def register() -> Select[Any]:
    return (
        select(DocumentNumber)
        .options(joinedload(DocumentNumber.letter))
        .order_by(DocumentNumber.year.desc(), DocumentNumber.serial.desc())
    )


def number_gaps(session: Session) -> list[str]:
    """Years whose serials are not 1, 2, 3 … without a gap."""
    rows = session.execute(
        select(
            DocumentNumber.authority,
            DocumentNumber.year,
            func.count(DocumentNumber.id),
            func.max(DocumentNumber.serial),
        ).group_by(DocumentNumber.authority, DocumentNumber.year)
    )
    return [f"{row[0]}〔{row[1]}〕" for row in rows if row[2] != row[3]]


def newest_history(*, inside: bool) -> Select[Any]:
    """What stands behind the wall is there for those inside it only."""
    query = select(History).options(joinedload(History.actor)).order_by(History.id.desc())
    return query if inside else query.where(History.case_kind != IntegrityCase.kind)
