"""Letters about a case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.models import Case, Letter
from app.services.cases import case_id


def letters_about(session: Session, *cases: Case) -> Sequence[Letter]:
    """Every letter about any of these cases; one query."""
    about = [
        and_(Letter.about_kind == case.kind, Letter.about_id == case_id(case)) for case in cases
    ]
    return session.scalars(
        select(Letter).where(or_(*about)).options(joinedload(Letter.number)).order_by(Letter.id)
    ).all()
