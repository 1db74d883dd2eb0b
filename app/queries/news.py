"""What moved, since somebody's last visit, among the cases they may open; their own moves apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from app.models import Case, History, Person
from app.queries.paging import SIZE, Page
from app.queries.seeing import Sight
from app.queries.trail import label_of
from app.queries.waiting import load_cases
from app.services.cases import CASES
from workflows.engine.text import Text

KINDS = ("call", "item", "race", "proposal", "project", "milestone", "payment")
"""Whose history everybody with a role on them reads on their page."""


@dataclass(frozen=True, slots=True)
class News:
    case: Case
    label: Text
    at: datetime


def news_for(
    session: Session,
    sight: Sight,
    person: Person,
    since: datetime,
    number: int = 1,
    size: int = SIZE,
) -> Page[News]:
    """Newest first."""
    rows = union_all(*(_of_kind(kind, sight, person, since) for kind in KINDS)).subquery()
    query = select(History, rows.c.kind, rows.c.id, func.count().over().label("total"))
    query = query.join(rows, History.id == rows.c.row).order_by(History.id.desc()).limit(size)
    found = session.execute(query.offset((number - 1) * size)).all()
    if not found and number > 1:
        total = session.scalar(select(func.count()).select_from(rows)) or 0
        last = max(1, -(-total // size))
        return news_for(session, sight, person, since, last, size)
    cases = load_cases(session, [(r.kind, r.id) for r in found])
    news = [
        News(case, label_of(r.History), r.History.at) for case, r in zip(cases, found, strict=True)
    ]
    return Page(news, number, size, found[0].total if found else 0)


def _of_kind(kind: str, sight: Sight, person: Person, since: datetime) -> Select[Any]:
    number = CASES[kind].id
    query = sight.joined(
        kind,
        select(literal(kind).label("kind"), number.label("id"), History.id.label("row"))
        .select_from(CASES[kind])
        .join(History, and_(History.case_kind == kind, History.case_id == number)),
    )
    others = or_(History.actor_id.is_(None), History.actor_id != person.id)
    return query.where(History.at > since, others, sight.inside(kind))
