"""Bringing experts into the pool: a sheet is taken whole or not at all, and what it changes of whom
stands in the history, for draws rest on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models import (
    Expert,
    ExpertAbsence,
    ExpertUnit,
    Organisation,
    Person,
    PersonMove,
    TechnologyField,
)
from app.services import history
from app.services.experts.expert_sheet import ExpertRow, Known, read, values_of
from app.services.identity.accounts import expect
from app.services.review.sweeping import sweep_experts
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

ENTERED, CHANGED = "expert_entered", "expert_changed"
_WHO = ("name", "email", "unit")
"""Columns that tell who somebody is, which not everybody knows who reads the history."""


def take_sheet(session: Session, file: BinaryIO, by: Person, now: datetime) -> int | list[Text]:
    """How many experts were entered or brought up to date, or what is wrong, row by row."""
    units = {o.name: o.id for o in session.execute(select(Organisation.name, Organisation.id))}
    fields = frozenset(session.scalars(select(TechnologyField.id)))
    rows = read(file, Known(units, fields))
    people = _people(session, [row.email for row in rows if isinstance(row, ExpertRow)])
    experts = _experts(session, [person.id for person in people.values()])
    entered = 0
    for row in rows:
        if not isinstance(row, ExpertRow):
            return [text for text in rows if isinstance(text, Text)]
        person = people.get(row.email) or expect(session, row.name, row.email, row.unit_id, now)
        before = experts.get(person.id)
        was = values_of(before) if before else {}
        expert = _bring_up_to_date(session, before, person, row, now)
        _note(session, expert, was, by, now)
        entered += 1
    session.flush()
    sweep_experts(session, [expert.id for expert in experts.values()], now)
    return entered


def _people(session: Session, mails: list[str]) -> dict[str, Person]:
    return {p.email: p for p in session.scalars(select(Person).where(Person.email.in_(mails)))}


def _experts(session: Session, people: list[int]) -> dict[int, Expert]:
    found = session.scalars(
        select(Expert).where(Expert.person_id.in_(people)).options(selectinload(Expert.units))
    )
    return {expert.person_id: expert for expert in found}


def _bring_up_to_date(
    session: Session, expert: Expert | None, person: Person, row: ExpertRow, now: datetime
) -> Expert:
    if expert is None:
        expert = Expert(person_id=person.id, units=_left_before(session, person))
        session.add(expert)
    expert.type, expert.region, expert.fields = row.type, row.region, list(row.fields)
    expert.is_senior, expert.load_most = row.is_senior, row.load_most
    expert.is_available = row.is_available
    expert.qualification, expert.keywords = row.qualification, row.keywords
    expert.absences = [ExpertAbsence(since=since, until=until) for since, until in row.absences]
    _move_unit(expert, row.unit_id, now)
    session.flush()
    return expert


def _note(
    session: Session, expert: Expert, was: Mapping[str, object], by: Person, now: datetime
) -> None:
    """Nothing when the row says what is known."""
    values = values_of(expert)
    changed = {key: value for key, value in values.items() if value != was.get(key)}
    if not changed:
        return
    told = {
        key: f"{was[key]} → {value}" if was else str(value)
        for key, value in changed.items()
        if key not in _WHO
    }
    if "unit" in changed:
        told["unit"] = ", ".join(str(u.organisation_id) for u in expert.units if u.until is None)
    given = {"expert": str(expert.id), "by": by.name} | told
    history.record(session, CHANGED if was else ENTERED, now=now, given=given)


def _left_before(session: Session, person: Person) -> list[ExpertUnit]:
    """Units that somebody left before becoming an expert: their last day there counts."""
    moves = select(PersonMove).where(
        PersonMove.person_id == person.id, PersonMove.from_id.is_not(None)
    )
    return [
        ExpertUnit(organisation_id=move.from_id, since=day, until=day)
        for move in session.scalars(moves.order_by(PersonMove.id))
        for day in (local_date(move.at),)
    ]


def _move_unit(expert: Expert, unit_id: int, now: datetime) -> None:
    """Former units stay on record: recusal looks years back."""
    today = local_date(now)
    present = [unit for unit in expert.units if unit.until is None]
    if any(unit.organisation_id == unit_id for unit in present):
        return
    for unit in present:
        unit.until = today - timedelta(days=1)
    expert.units.append(ExpertUnit(organisation_id=unit_id, since=today))
