"""The roles a person holds somewhere, for the menu and for the person to see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import Person, RoleGrant


def grants_of(session: Session, person: Person, now: datetime) -> Sequence[RoleGrant]:
    """Live grants, oldest first, with their organisations."""
    return session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.person_id == person.id,
            or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now),
        )
        .options(joinedload(RoleGrant.organisation))
        .order_by(RoleGrant.id)
    ).all()
