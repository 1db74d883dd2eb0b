"""Asking for a sheet, a dossier or one's own data, and what becomes of it until it expires."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.files.places import takeaway_files_of
from app.models import Case, Outbox, Person, Takeaway
from app.services.cases import case_id

AT_ONCE_MOST = 1_000
"""Rows up to which a sheet is made while the page waits."""

KEPT_FOR = timedelta(days=7)


def ask_for_sheet(
    session: Session,
    person: Person,
    listing: str,
    args: Mapping[str, str],
    roles: list[str],
    name: str,
    now: datetime,
    *,
    language: str,
) -> Takeaway:
    """`roles`: one of them must still be held when the sheet is made; none asks for no role.
    `language` is that of the page where it is asked for."""
    asked = {"listing": listing, "args": dict(args), "roles": roles, "language": language}
    return _ask(session, person, "sheet", asked, name, now)


def ask_for_dossier(
    session: Session, person: Person, case: Case, name: str, now: datetime, *, language: str
) -> Takeaway:
    asked = {"kind": case.kind, "id": case_id(case), "language": language}
    return _ask(session, person, "dossier", asked, name, now)


def ask_for_own_data(session: Session, person: Person, name: str, now: datetime) -> Takeaway:
    return _ask(session, person, "personal", {}, name, now)


def _ask(
    session: Session, person: Person, what: str, asked: dict[str, Any], name: str, now: datetime
) -> Takeaway:
    takeaway = Takeaway(person_id=person.id, what=what, asked=asked, name=name, asked_at=now)
    session.add(takeaway)
    session.flush()
    session.add(
        Outbox(
            key=f"takeaway-{takeaway.id}",
            job="takeaway",
            payload={"takeaway_id": takeaway.id},
            not_before=now,
        )
    )
    return takeaway


def is_there(takeaway: Takeaway, now: datetime) -> bool:
    """Whether its file can be taken."""
    expires = takeaway.expires_at
    return takeaway.status == "done" and expires is not None and now < expires


def finish(takeaway: Takeaway, sha256: str, size: int, now: datetime) -> None:
    takeaway.status, takeaway.step = "done", takeaway.steps
    takeaway.sha256, takeaway.size = sha256, size
    takeaway.done_at, takeaway.expires_at = now, now + KEPT_FOR


def clear_expired(session: Session, now: datetime) -> None:
    """Files whose time is over go; what was asked for stays on record."""
    store = takeaway_files_of(session.info["settings"])
    over = select(Takeaway).where(Takeaway.status == "done", Takeaway.expires_at <= now)
    for takeaway in session.scalars(over).all():
        takeaway.status = "gone"
        session.flush()
        live = select(func.count(Takeaway.id)).where(
            Takeaway.sha256 == takeaway.sha256, Takeaway.status == "done"
        )
        if takeaway.sha256 and not session.scalar(live):
            store.remove(takeaway.sha256)
