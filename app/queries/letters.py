"""Letters about a case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Case, Letter
from app.services.cases import case_id


def letters_about(session: Session, case: Case) -> Sequence[Letter]:
    return session.scalars(
        select(Letter)
        .where(Letter.about_kind == case.kind, Letter.about_id == case_id(case))
        .options(joinedload(Letter.number))
        .order_by(Letter.id)
    ).all()
