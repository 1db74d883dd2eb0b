"""Projects of earlier years that were taken over."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from app.models import EarlierProject, Organisation, Person


def earlier_projects(search: str) -> Select[EarlierProject]:
    """The newest first; `search` is part of a number, a title, or the name of a leader or unit."""
    query = (
        select(EarlierProject)
        .options(joinedload(EarlierProject.leader), joinedload(EarlierProject.unit))
        .order_by(EarlierProject.starts_on.desc(), EarlierProject.number)
    )
    if not search:
        return query
    leaders = select(Person.id).where(Person.name.contains(search, autoescape=True))
    units = select(Organisation.id).where(Organisation.name.contains(search, autoescape=True))
    return query.where(
        or_(
            EarlierProject.number.contains(search, autoescape=True),
            EarlierProject.title.contains(search, autoescape=True),
            EarlierProject.leader_id.in_(leaders),
            EarlierProject.unit_id.in_(units),
        )
    )
