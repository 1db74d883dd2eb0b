"""Who edited what of a case, and when: kept in its history and nowhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.models import Case, History, Person
from app.services.editing import Overtaken
from app.services.history import EDITED, note, rows_of
from workflows.roles import Role

PARTS = "parts"
"""What the history of an edit gives: the keys of the parts that were changed, a blank between."""


class Editor(NamedTuple):
    """By the id of the person; nobody and no moment, where nothing has been edited."""

    by_id: int | None = None
    at: datetime | None = None


def note_edit(
    session: Session,
    case: Case,
    parts: Iterable[str],
    by: Person,
    now: datetime,
    role: Role = Role.PROGRAMME_OFFICER,
) -> None:
    """By its officer, unless another writes it with them. Who changed no part edited nothing."""
    if changed := " ".join(parts):
        note(session, case, EDITED, actor_id=by.id, role=role, now=now, given={PARTS: changed})


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any], of: str = "") -> list[str]:
    """The keys under which something else is written, as parts `of` the case, in their order."""
    return [f"{of}{key}" for key, value in after.items() if before.get(key) != value]


def last_edit(session: Session, case: Case, of: str = "") -> Editor:
    """Of a part whose key begins so."""
    return last_noted(
        session,
        case,
        lambda row: (
            row.transition == EDITED
            and any(part.startswith(of) for part in row.given.get(PARTS, "").split(" "))
        ),
    )


def overtaken_on(session: Session, case: Case, edition: int) -> Overtaken:
    """What stands in that edition was saved by the last who edited the case."""
    last = last_edit(session, case)
    by = session.get(Person, last.by_id) if last.by_id else None
    return Overtaken(by, last.at, edition)


def last_noted(session: Session, case: Case, is_it: Callable[[History], bool]) -> Editor:
    """Of the newest record of the case that is meant."""
    found = next((row for row in reversed(rows_of(session, case)) if is_it(row)), None)
    return Editor(found.actor_id, found.at) if found else Editor()
