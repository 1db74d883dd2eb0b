"""Units as the administrator keeps them, and those that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import Organisation, UnitEntry


def units(search: str) -> Select[Any]:
    query = select(Organisation).options(joinedload(Organisation.recommender))
    if search:
        found = (Organisation.name, Organisation.credit_code)
        query = query.where(or_(*(part.contains(search, autoescape=True) for part in found)))
    return query.order_by(Organisation.id.desc())


def entries_waiting() -> Select[Any]:
    """The oldest first."""
    return (
        select(UnitEntry)
        .where(UnitEntry.decided_at.is_(None))
        .options(joinedload(UnitEntry.asked_by))
        .order_by(UnitEntry.id)
    )


def recommenders(session: Session) -> Sequence[Organisation]:
    return session.scalars(
        select(Organisation).where(Organisation.is_recommender).order_by(Organisation.id)
    ).all()
