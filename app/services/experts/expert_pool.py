"""Bringing experts into the pool: a sheet is taken whole or not at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.models import Expert, ExpertAbsence, ExpertUnit, Organisation, Person, TechnologyField
from app.services.experts.expert_sheet import ExpertRow, Known, read
from app.services.identity.accounts import expect
from app.services.review.sweeping import sweep_experts
from workflows.engine.calendar import local_date
from workflows.engine.text import Text


def take_sheet(session: Session, file: BinaryIO, now: datetime) -> int | list[Text]:
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
        _bring_up_to_date(session, experts.get(person.id), person, row, now)
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
) -> None:
    if expert is None:
        expert = Expert(person_id=person.id)
        session.add(expert)
    expert.type, expert.region, expert.fields = row.type, row.region, list(row.fields)
    expert.is_senior, expert.load_most = row.is_senior, row.load_most
    expert.is_available = row.is_available
    expert.qualification, expert.keywords = row.qualification, row.keywords
    expert.absences = [ExpertAbsence(since=since, until=until) for since, until in row.absences]
    _move_unit(expert, row.unit_id, now)


def _move_unit(expert: Expert, unit_id: int, now: datetime) -> None:
    """Former units stay on record: recusal looks years back."""
    today = local_date(now)
    present = [unit for unit in expert.units if unit.until is None]
    if any(unit.organisation_id == unit_id for unit in present):
        return
    for unit in present:
        unit.until = today - timedelta(days=1)
    expert.units.append(ExpertUnit(organisation_id=unit_id, since=today))
