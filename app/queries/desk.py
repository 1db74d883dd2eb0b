"""What a person has put by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.models import Outbox, Person, SavedView, Takeaway


def views_of(session: Session, person: Person) -> Sequence[SavedView]:
    return session.scalars(
        select(SavedView).where(SavedView.person_id == person.id).order_by(SavedView.name)
    ).all()


def takeaway_of(session: Session, person: Person, number: int) -> Takeaway | None:
    """Only its owner's."""
    return session.scalars(
        select(Takeaway).where(Takeaway.id == number, Takeaway.person_id == person.id)
    ).first()


def takeaways_of(person: Person) -> Select[Takeaway]:
    """Newest first; for `page_of`."""
    return select(Takeaway).where(Takeaway.person_id == person.id).order_by(Takeaway.id.desc())


def has_failed(session: Session, takeaway: Takeaway) -> bool:
    """Whether the work was given up; an administrator sees it in the queue."""
    row = select(Outbox.status).where(Outbox.key == f"takeaway-{takeaway.id}")
    return session.scalar(row) == "failed"
