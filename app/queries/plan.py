"""The plan in figures: programmes, catalogues, regions, indicators and tasks; each figure is one
query, however many projects there are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.models import (
    Call,
    IndicatorReading,
    Organisation,
    Plan,
    Programme,
    Project,
    Proposal,
    ResearchResult,
    TechnologyField,
)
from app.queries.aside import no_project_of, no_proposal_of
from app.queries.conditions import Condition

NOT_RUN = ("lapsed", "revoked")
ENDED_WELL = ("passed", "concluded")


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one programme or one region. Money in 分: public funds, and units' own by contract."""

    name: str
    number: int
    projects: int
    ended_well: int
    fiscal: int
    own: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Of one programme: how many entries of the catalogues its projects work on."""

    number: int
    name: str
    projects: int
    entries: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one technology catalogue: how many of its entries some project works on."""

    number: str
    name: str
    entries: int
    covered: int


def plan_of(session: Session) -> Plan | None:
    return session.scalars(select(Plan).order_by(Plan.id)).first()


def by_programme(session: Session) -> list[Figures]:
    rows = session.execute(
        select(Programme.name, Programme.number, *_sums())
        .outerjoin(Call, Call.programme_id == Programme.id)
        .outerjoin(Proposal, Proposal.call_id == Call.id)
        .outerjoin(Project, _counted())
        .group_by(Programme.id, Programme.name, Programme.number)
        .order_by(Programme.number)
    )
    return [_figures(row) for row in rows]


def by_region(session: Session) -> list[Figures]:
    """Regions of the lead units that have projects."""
    rows = session.execute(
        select(Organisation.city, func.count(func.distinct(Organisation.id)), *_sums())
        .join(Proposal, Proposal.lead_unit_id == Organisation.id)
        .join(Project, _counted())
        .group_by(Organisation.city)
        .order_by(func.count(Project.id).desc(), Organisation.city)
    )
    return [_figures(row) for row in rows]


def coverage(session: Session) -> list[Coverage]:
    covered = (
        select(Proposal.technology_field_id)
        .join(Project, _counted())
        .where(Proposal.technology_field_id.is_not(None))
    )
    rows = session.execute(
        select(
            TechnologyField.catalogue_number,
            TechnologyField.catalogue_name,
            func.count(TechnologyField.id),
            func.sum(case((TechnologyField.id.in_(covered), 1), else_=0)),
        )
        .group_by(TechnologyField.catalogue_number, TechnologyField.catalogue_name)
        .order_by(func.min(TechnologyField.id))
    )
    return [Coverage(*row) for row in rows]


def reach_of_programmes(session: Session) -> list[Reach]:
    """Every programme of the plan, also those without a project."""
    rows = session.execute(
        select(
            Programme.number,
            Programme.name,
            func.count(Project.id),
            func.count(
                func.distinct(case((Project.id.is_not(None), Proposal.technology_field_id)))
            ),
        )
        .outerjoin(Call, Call.programme_id == Programme.id)
        .outerjoin(Proposal, Proposal.call_id == Call.id)
        .outerjoin(Project, _counted())
        .group_by(Programme.id, Programme.number, Programme.name)
        .order_by(Programme.number, Programme.id)
    )
    return [Reach(*row) for row in rows]


def readings(session: Session) -> dict[int, IndicatorReading]:
    """The newest reading of each indicator, by its number."""
    rows = session.scalars(
        select(IndicatorReading).order_by(IndicatorReading.year, IndicatorReading.id)
    )
    return {row.number: row for row in rows}


def result_counts(session: Session) -> list[tuple[str, int]]:
    rows = session.execute(
        select(ResearchResult.kind, func.count(ResearchResult.id))
        .group_by(ResearchResult.kind)
        .order_by(ResearchResult.kind)
    )
    return [(row[0], row[1]) for row in rows]


def tasks(hidden: Collection[int]) -> Select[Any]:
    """Each project as a task with whom it rests on: leader, unit, and the office's own person; but
    none from which the reader stands aside. The sums of programmes and regions stay whole: they are
    published."""
    whole = joinedload(Project.proposal)
    return (
        select(Project)
        .where(no_proposal_of(hidden, Project.proposal_id))
        .options(
            whole.joinedload(Proposal.pi),
            whole.joinedload(Proposal.lead_unit),
            whole.joinedload(Proposal.technology_field),
            whole.joinedload(Proposal.plan_task),
            whole.joinedload(Proposal.call).joinedload(Call.programme),
            whole.joinedload(Proposal.call).joinedload(Call.drafted_by),
        )
        .order_by(Project.number)
    )


def all_tasks(session: Session, hidden: Collection[int]) -> Sequence[Project]:
    return session.scalars(tasks(hidden)).all()


def all_calls(session: Session) -> Sequence[Call]:
    """Those that were approved, with the tasks they serve."""
    return session.scalars(
        select(Call)
        .where(Call.rules_locked_at.is_not(None))
        .options(joinedload(Call.programme), joinedload(Call.drafted_by), selectinload(Call.tasks))
        .order_by(Call.year, Call.id)
    ).all()


def all_results(session: Session, hidden: Collection[int]) -> Sequence[ResearchResult]:
    return session.scalars(
        select(ResearchResult)
        .where(no_project_of(hidden, ResearchResult.project_id))
        .order_by(ResearchResult.project_id, ResearchResult.id)
    ).all()


def _figures(row: Any) -> Figures:
    """PostgreSQL sums whole numbers to decimals."""
    name, *numbers = row
    return Figures(name, *(int(one) for one in numbers))


def carried_out(hidden: Collection[int]) -> Condition:
    """Of projects: really carried out, and none from which the reader stands aside."""
    return and_(Project.state.not_in(NOT_RUN), no_proposal_of(hidden, Project.proposal_id))


def _counted() -> Any:
    """Projects that were really carried out belong to the plan's figures."""
    return (Project.proposal_id == Proposal.id) & Project.state.not_in(NOT_RUN)


def _sums() -> tuple[Any, ...]:
    well = case((Project.state.in_(ENDED_WELL), 1), else_=0)
    own = case((Project.id.is_not(None), Proposal.matching), else_=0)
    return (
        func.count(Project.id),
        func.coalesce(func.sum(well), 0),
        func.coalesce(func.sum(Project.amount), 0),
        func.coalesce(func.sum(own), 0),
    )
