"""Units as the administrator keeps them, and those that are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.models import Organisation, UnitEntry
from app.queries.narrowing import Narrowing

UNITS = Narrowing({"unit": Organisation.id})


def units() -> Select[Any]:
    query = select(Organisation).options(joinedload(Organisation.recommender))
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
