"""Experts of the pool who can be drawn now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import Expert, ExpertUnit


def available_experts(session: Session) -> Sequence[Expert]:
    return session.scalars(
        select(Expert)
        .where(Expert.is_available)
        .options(
            joinedload(Expert.person),
            selectinload(Expert.units).joinedload(ExpertUnit.organisation),
        )
        .order_by(Expert.id)
    ).all()
