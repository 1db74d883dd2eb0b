"""Writes the plan into an empty database: programmes with tasks, catalogues, units."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Organisation, Plan, PlanTask, Platform, Programme, TechnologyField
from app.plan.loader import PlanData, load_plan
from app.plan.tasks import tasks_of


def seed_plan(session: Session) -> PlanData:
    """Safe to repeat: a plan that is there already is left alone."""
    data = load_plan()
    if session.scalar(select(Plan.id).where(Plan.title == data.plan.title)) is None:
        _programmes(session, data)
        _fields(session, data)
        _organisations(session, data)
        _platforms(session, data)
        session.flush()
    return data


def _programmes(session: Session, data: PlanData) -> None:
    plan = Plan(
        title=data.plan.title,
        document_number=data.plan.document_number,
        issuer=data.plan.issuer,
        first_year=data.plan.first_year,
        last_year=data.plan.last_year,
    )
    session.add(plan)
    session.flush()
    for row in data.programmes:
        session.add(
            Programme(
                plan_id=plan.id,
                number=row.number,
                domain=row.domain,
                name=row.name,
                name_en=row.name_en,
                focus=row.focus,
                tasks=[
                    PlanTask(number=n, text=text)
                    for n, text in enumerate(tasks_of(row.focus), start=1)
                ],
            )
        )


def _fields(session: Session, data: PlanData) -> None:
    for catalogue in data.catalogues:
        for item in catalogue.items:
            session.add(
                TechnologyField(
                    catalogue_number=catalogue.number,
                    catalogue_name=catalogue.name,
                    name=item.name,
                    text=item.text,
                )
            )


def _platforms(session: Session, data: PlanData) -> None:
    for row in data.platforms:
        session.add(
            Platform(
                kind=row.kind,
                number=row.number,
                name=row.name,
                undertakers=row.undertakers,
                region=row.region,
            )
        )


def _organisations(session: Session, data: PlanData) -> None:
    by_name: dict[str, Organisation] = {}
    for row in sorted(data.organisations, key=lambda o: not o.is_recommender):
        unit = Organisation(
            name=row.name, kind=row.kind.value, city=row.city, is_recommender=row.is_recommender
        )
        if row.recommender is not None:
            unit.recommender = by_name[row.recommender]
        by_name[row.name] = unit
        session.add(unit)
