"""Letters about a case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import Case, Letter
from app.services.cases import case_id

ABOUT = Listed(
    Letter,
    Letter.about_kind == bindparam("kind"),
    Letter.about_id == bindparam("case"),
    order=(Letter.id,),
    options=(joinedload(Letter.number),),
)


def letters_about(session: Session, *cases: Case) -> Sequence[Letter]:
    """Every letter about any of these cases; one query."""
    if len(cases) == 1:
        return ABOUT.of(session, kind=cases[0].kind, case=case_id(cases[0]))
    about = [
        and_(Letter.about_kind == case.kind, Letter.about_id == case_id(case)) for case in cases
    ]
    query = select(Letter).where(or_(*about)).options(*ABOUT.options)
    return session.scalars(query.order_by(*ABOUT.order)).all()
