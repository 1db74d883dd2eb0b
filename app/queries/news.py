"""What moved, since somebody's last visit, among the cases they may open; their own moves apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from app.models import Case, History, Person, Visit
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


def last_visit(session: Session, person: Person) -> datetime | None:
    """Since when there is news; None before the second visit."""
    return session.scalar(select(Visit.since).where(Visit.person_id == person.id))


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
    total = session.scalar(select(func.count()).select_from(rows)) or 0
    number = max(1, min(number, -(-total // size) or 1))
    wanted = select(rows).order_by(rows.c.row.desc()).limit(size).offset((number - 1) * size)
    found = session.execute(wanted).all()
    moved = {
        row.id: row
        for row in session.scalars(select(History).where(History.id.in_([r.row for r in found])))
    }
    cases = load_cases(session, [(r.kind, r.id) for r in found])
    news = [
        News(case, label_of(moved[r.row]), moved[r.row].at)
        for case, r in zip(cases, found, strict=True)
    ]
    return Page(news, number, size, total)


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
