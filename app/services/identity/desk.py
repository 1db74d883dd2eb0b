"""What a person arranges for themselves: when they were last here, and lists saved under a name."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Person, SavedView, Visit
from app.names import clean_line
from app.services.problems import Problems
from workflows.engine.text import Text

VIEWS_MOST = 30
NAME_MOST = 60


def arrived(session: Session, person: Person, now: datetime) -> None:
    """On signing in: news is what happened since the visit before."""
    visit = _visit(session, person)
    if visit is None:
        session.add(Visit(person_id=person.id, began_at=now))
    else:
        visit.since, visit.began_at = visit.began_at, now


def caught_up(session: Session, person: Person, now: datetime) -> None:
    """The person has read the news."""
    visit = _visit(session, person)
    if visit is None:
        session.add(Visit(person_id=person.id, began_at=now, since=now))
    else:
        visit.since = now


def save_view(
    session: Session, person: Person, name: str, path: str, now: datetime
) -> SavedView | Problems:
    """A name saved before takes the new list. `path` is one of this site, checked by the caller."""
    name = clean_line(name)
    if not name or len(name) > NAME_MOST:
        return Problems({"name": _NAMELESS})
    found = session.scalars(
        select(SavedView).where(SavedView.person_id == person.id, SavedView.name == name)
    ).first()
    count = select(func.count(SavedView.id)).where(SavedView.person_id == person.id)
    if found is None and (session.scalar(count) or 0) >= VIEWS_MOST:
        return Problems({"name": _TOO_MANY})
    view = found or SavedView(person_id=person.id, name=name)
    view.path, view.saved_at = path, now
    session.add(view)
    return view


def forget_view(session: Session, person: Person, number: int) -> bool:
    """Whether there was such a view of this person."""
    view = session.get(SavedView, number)
    if view is None or view.person_id != person.id:
        return False
    session.delete(view)
    return True


def _visit(session: Session, person: Person) -> Visit | None:
    return session.scalars(select(Visit).where(Visit.person_id == person.id)).first()


_NAMELESS = Text(
    f"请写一个不超过 {NAME_MOST} 字的名称", f"Enter a name of at most {NAME_MOST} characters"
)
_TOO_MANY = Text(
    f"最多保存 {VIEWS_MOST} 个列表，请先删除不用的",
    f"You can save at most {VIEWS_MOST} lists. Delete one first",
)
