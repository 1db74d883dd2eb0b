"""What moved, since somebody's last visit, among the cases they may open; their own moves apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, Subquery, and_, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Case, History, Person
from app.models.base import Moment
from app.queries.attention.waiting import load_cases
from app.queries.paging import SIZE, Page, last_page
from app.queries.record.trail import label_of
from app.queries.record.untold import KEPT, UNTOLD, untold_among
from app.queries.sight.seeing import Sight
from app.services.cases import CASES
from workflows.engine.text import Text

KINDS = ("call", "item", "race", "proposal", "project", "milestone", "payment")
"""Whose history everybody with a role on them reads on their page."""

_LOOKED_AT, _ENOUGH = 2_000, 100
"""Of the newest moves so many are looked at first; so much news among them is enough."""


def behind_newest(count: int) -> Listed[History]:
    """The newest move that is not among so many."""
    ids = select(History.id).order_by(History.id.desc())
    return Listed(History, History.id == ids.offset(count).limit(1).scalar_subquery())


BEHIND = behind_newest(_LOOKED_AT)


@dataclass(frozen=True, slots=True)
class News:
    case: Case
    label: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class _Asked:
    """`after` is the row of the history behind which news are looked for; 0: in all of it."""

    sight: Sight
    person: Person
    since: datetime
    after: int = 0


def news_for(
    session: Session,
    sight: Sight,
    person: Person,
    since: datetime,
    number: int = 1,
    size: int = SIZE,
) -> Page[News]:
    """Newest first. Who reads very many cases and finds enough among the newest moves of all is
    told of those only, and that there may be more: a history that grows costs a busy reader
    nothing. Everybody else is told of every one."""
    asked = _Asked(sight, person, since)
    if sight.is_wide and (newest := _among_newest(session, asked, number, size)):
        return newest
    return _told(session, _found(session, asked, number, size))


def _among_newest(session: Session, asked: _Asked, number: int, size: int) -> Page[News] | None:
    """None where these are all there are, or too few of them are news."""
    behind = BEHIND.of(session)
    if not behind:
        return None
    found = _found(session, replace(asked, after=behind[0].id), number, size)
    return replace(_told(session, found), is_cut=True) if found.total >= _ENOUGH else None


def _found(session: Session, asked: _Asked, number: int, size: int) -> Page[Row[Any]]:
    question = "news", asked.after > 0
    query = asked.sight.written(question, lambda: _page(_all(asked)))
    given = {"since": asked.since, "behind": asked.after}
    place = {"size": size, "offset": (number - 1) * size}
    found = session.execute(query, given | place).all()
    if not found and number > 1:
        counted = select(func.count()).select_from(_all(asked))
        total = session.scalar(counted, given) or 0
        return _found(session, asked, last_page(total, size), size)
    return Page(found, number, size, found[0].total if found else 0)


def _all(asked: _Asked) -> Subquery:
    return union_all(*(_of_kind(kind, asked) for kind in KINDS)).subquery()


def _page(rows: Subquery) -> Select[Any]:
    """Found before its moves are read, lest all of the history be read for a few."""
    here = (
        select(rows, func.count().over().label("total"))
        .order_by(rows.c.row.desc())
        .limit(bindparam("size"))
        .offset(bindparam("offset"))
        .subquery()
    )
    query = select(History, here.c.kind, here.c.id, here.c.total)
    return query.join(here, History.id == here.c.row).order_by(History.id.desc())


def _told(session: Session, found: Page[Row[Any]]) -> Page[News]:
    cases = load_cases(session, [(row.kind, row.id) for row in found.rows])
    moves = [row.History for row in found.rows]
    untold = untold_among(session, moves)
    news = [
        News(case, UNTOLD if move.id in untold else label_of(move), move.at)
        for case, move in zip(cases, moves, strict=True)
    ]
    return Page(news, found.number, found.size, found.total)


def _of_kind(kind: str, asked: _Asked) -> Select[Any]:
    number = CASES[kind].id
    query = asked.sight.joined(
        kind,
        select(literal(kind).label("kind"), number.label("id"), History.id.label("row"))
        .select_from(CASES[kind])
        .join(History, and_(History.case_kind == kind, History.case_id == number)),
    )
    others = or_(History.actor_id.is_(None), History.actor_id != asked.person.id)
    changes = or_(History.transition.not_in(KEPT), History.source != History.target)
    lately = History.at > bindparam("since", type_=Moment())
    query = query.where(lately, others, changes, asked.sight.near(kind), asked.sight.inside(kind))
    return query.where(History.id > bindparam("behind")) if asked.after else query
