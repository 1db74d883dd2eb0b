"""Taking earlier years' projects over: new ones entered, known ones brought up to date by their
numbers, each noted in the history."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import EarlierProject, Organisation, Person, Project
from app.services import history
from app.services.earlier.sheet import Known, ProjectRow, read
from app.services.identity.accounts import expect
from workflows.engine.calendar import local_date
from workflows.engine.money import ten_thousands
from workflows.engine.text import Text

IMPORTED = "project_imported"
"""What the history calls it."""


@dataclass(frozen=True, slots=True)
class Report:
    """Numbers of projects entered, brought up to date, and found as they were. With any fault the
    first three say what would have been done, and nothing was."""

    entered: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    faults: tuple[Text, ...]


def take_sheet(session: Session, file: BinaryIO, now: datetime) -> Report:
    """To see only what would be done, roll the transaction back."""
    rows, faults = read(file, _known(session, now))
    before = _by_number(session, {row.number for row in rows})
    kinds = {row.number: _kind(row, before.get(row.number)) for row in rows}
    if not faults:
        people = _people(session)
        for row in rows:
            if kinds[row.number] != "unchanged":
                leader = people.get(row.email) or expect(
                    session, row.leader, row.email, row.unit_id, now
                )
                people[row.email] = leader
                _enter(session, before.get(row.number), row, leader, now)
    told = [
        tuple(number for number, kind in kinds.items() if kind == wanted)
        for wanted in ("entered", "changed", "unchanged")
    ]
    return Report(told[0], told[1], told[2], tuple(faults))


def _known(session: Session, now: datetime) -> Known:
    return Known(
        units=dict(session.execute(select(Organisation.name, Organisation.id)).all()),
        people=dict(session.execute(select(Person.email, Person.name)).all()),
        own_numbers=frozenset(session.scalars(select(Project.number))),
        today=local_date(now),
    )


def _by_number(session: Session, numbers: Collection[str]) -> dict[str, EarlierProject]:
    found = select(EarlierProject).where(EarlierProject.number.in_(numbers))
    return {row.number: row for row in session.scalars(found)}


def _people(session: Session) -> dict[str, Person]:
    return {person.email: person for person in session.scalars(select(Person))}


def _kind(row: ProjectRow, before: EarlierProject | None) -> str:
    if before is None:
        return "entered"
    same = all(getattr(before, key) == value for key, value in _values(row).items())
    return "unchanged" if same and before.leader.email == row.email else "changed"


def _values(row: ProjectRow) -> dict[str, object]:
    return {key: value for key, value in asdict(row).items() if key not in ("leader", "email")}


def _enter(
    session: Session, before: EarlierProject | None, row: ProjectRow, leader: Person, now: datetime
) -> None:
    project = before or EarlierProject()
    for key, value in _values(row).items():
        setattr(project, key, value)
    project.leader_id, project.imported_at = leader.id, now
    session.add(project)
    session.flush()
    given = {
        "number": row.number,
        "title": row.title,
        "leader": str(leader.id),
        "outcome": row.outcome,
        "granted": ten_thousands(row.granted),
        "paid": ten_thousands(row.paid),
        "spent": ten_thousands(row.spent),
    }
    history.record(session, IMPORTED, now=now, given=given)
