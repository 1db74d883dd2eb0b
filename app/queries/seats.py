"""Roles that follow from the tables and not from a grant, for the menu only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Expert, Person


def serves_as_expert(session: Session, person: Person) -> bool:
    return session.scalar(select(Expert.id).where(Expert.person_id == person.id)) is not None
