"""The plan in figures: programmes, catalogues, regions, indicators and tasks; what is counted from
all projects is kept until one of them moves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, case, func, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed, ask_together, once
from app.models import (
    Call,
    IndicatorReading,
    Organisation,
    Plan,
    PlanTask,
    Programme,
    Project,
    Proposal,
    ResearchResult,
    TechnologyField,
)
from app.models.projects import matching_sum
from app.plan.fields import worded
from app.queries.kept import kept
from app.queries.sight.aside import no_project_of, no_proposal_of
from app.queries.sight.conditions import Condition
from app.services.calls.programmes import name_of
from app.services.money.positions import granted
from workflows.engine.text import Text

NOT_RUN = ("lapsed", "revoked")
ENDED_WELL = ("passed", "concluded")
_MOVING = ("project", "change", "race", "team")
"""What moves the figures: projects; changes, which may give one another lead unit; races and their
teams, which add to the awards."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one programme or one region. Money in 分: public funds, and units' own by contract."""

    name: Text | str
    number: int
    projects: int
    ended_well: int
    fiscal: int
    own: int


@dataclass(frozen=True, slots=True)
class Reach:
    """Of one programme: how many entries of the catalogues its projects work on."""

    number: int
    name: Text
    projects: int
    entries: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one technology catalogue: how many of its entries some project works on."""

    number: str
    name: Text
    entries: int
    covered: int


def plan_of(session: Session) -> Plan | None:
    return session.scalars(select(Plan).order_by(Plan.id)).first()


@dataclass(frozen=True, slots=True)
class Sums:
    """Of the projects of one programme that work on one entry of the catalogues, or on none; money
    in 分."""

    programme_id: int
    field_id: int | None
    projects: int
    ended_well: int
    fiscal: int
    own: int


def sums(session: Session) -> Sequence[Sums]:
    """Counted from every project, which is dear where there are very many."""
    query = (
        select(Call.programme_id, Proposal.technology_field_id, *_sums())
        .join(Proposal, Proposal.call_id == Call.id)
        .join(Project, _counted())
        .group_by(Call.programme_id, Proposal.technology_field_id)
    )
    return kept(
        session,
        _MOVING,
        "sums of the plan",
        lambda: [Sums(*row[:2], *map(int, row[2:])) for row in session.execute(query)],
    )


def by_programme(session: Session) -> list[Figures]:
    return [
        Figures(
            name_of(of),
            of.number,
            sum(one.projects for one in mine),
            sum(one.ended_well for one in mine),
            sum(one.fiscal for one in mine),
            sum(one.own for one in mine),
        )
        for of, mine in sums_of_programmes(session)
    ]


def by_region(session: Session) -> Sequence[Figures]:
    """Regions of the lead units that have projects."""
    query = (
        select(Organisation.city, func.count(func.distinct(Organisation.id)), *_sums())
        .join(Proposal, Proposal.lead_unit_id == Organisation.id)
        .join(Project, _counted())
        .group_by(Organisation.city)
        .order_by(func.count(Project.id).desc(), Organisation.city)
    )
    return kept(
        session,
        _MOVING,
        "regions of the plan",
        lambda: [_figures(row) for row in session.execute(query)],
    )


def coverage(session: Session) -> list[Coverage]:
    worked_on = {one.field_id for one in sums(session)}
    found: dict[tuple[str, str], list[bool]] = {}
    for entry in _ENTRIES.of(session):
        catalogue = entry.catalogue_number, entry.catalogue_name
        found.setdefault(catalogue, []).append(entry.id in worked_on)
    return [
        Coverage(number, worded(name), len(entries), sum(entries))
        for (number, name), entries in found.items()
    ]


def reach_of_programmes(session: Session) -> list[Reach]:
    """Every programme of the plan, also those without a project."""
    return [
        Reach(
            of.number,
            name_of(of),
            sum(one.projects for one in mine),
            len({one.field_id for one in mine} - {None}),
        )
        for of, mine in sums_of_programmes(session)
    ]


def sums_of_programmes(session: Session) -> list[tuple[Programme, list[Sums]]]:
    return once(session, "sums of programmes", lambda: _read_sums_of_programmes(session))


_PROGRAMMES = Listed(Programme, order=(Programme.number, Programme.id))


def programmes(session: Session) -> Sequence[Programme]:
    """All of the plan, in its order."""
    return _PROGRAMMES.of(session)


def _read_sums_of_programmes(session: Session) -> list[tuple[Programme, list[Sums]]]:
    mine: dict[int, list[Sums]] = {of.id: [] for of in programmes(session)}
    for one in sums(session):
        mine[one.programme_id].append(one)
    return [(of, mine[of.id]) for of in programmes(session)]


def readings(session: Session) -> dict[int, IndicatorReading]:
    """The newest reading of each indicator, by its number."""
    return {row.number: row for row in _READINGS.of(session)}


_READINGS = Listed(IndicatorReading, order=(IndicatorReading.year, IndicatorReading.id))
_ENTRIES = Listed(TechnologyField, order=(TechnologyField.id,))
TASKS = Listed(PlanTask, order=(PlanTask.id,), options=(joinedload(PlanTask.programme),))


def read_short_lists(session: Session) -> None:
    """Readings, programmes, catalogues and tasks by one statement."""
    ask_together(session, _READINGS, _PROGRAMMES, _ENTRIES, TASKS)


def result_counts(session: Session) -> list[tuple[str, int]]:
    rows = session.execute(
        select(ResearchResult.kind, func.count(ResearchResult.id))
        .group_by(ResearchResult.kind)
        .order_by(ResearchResult.kind)
    )
    return [(row[0], row[1]) for row in rows]


def tasks(hidden: Collection[int], of: PlanTask | None = None) -> Select[Any]:
    """Each project as a task with whom it rests on: leader, unit, and the office's own person; of
    one task of the plan, or all; but none from which the reader stands aside. The sums of
    programmes and regions stay whole: they are published."""
    whole = joinedload(Project.proposal)
    query = (
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
        .order_by(Project.id)
    )
    if of is None:
        return query
    return query.join(Proposal, Project.proposal_id == Proposal.id).where(
        Proposal.plan_task_id == of.id
    )


PORTION = 500
"""Projects that are read at a time for a sheet of all of them."""


def all_tasks(session: Session, hidden: Collection[int]) -> Iterator[Sequence[Row[Project, int]]]:
    """In portions, by their numbers; each with how many results it has."""
    results = (
        select(func.count(ResearchResult.id))
        .where(ResearchResult.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )
    query = tasks(hidden).add_columns(results).order_by(None).order_by(Project.number)
    yield from session.execute(query.execution_options(yield_per=PORTION)).partitions()


def count_tasks(session: Session, hidden: Collection[int]) -> int:
    there = no_proposal_of(hidden, Project.proposal_id)
    return session.scalar(select(func.count(Project.id)).where(there)) or 0


def all_calls(session: Session) -> Sequence[Call]:
    """Those that were approved, with the tasks they serve."""
    whole = (joinedload(one) for one in (Call.programme, Call.drafted_by, Call.tasks))
    query = select(Call).where(Call.rules_locked_at.is_not(None)).options(*whole)
    return session.scalars(query.order_by(Call.year, Call.id)).unique().all()


def all_results(session: Session, hidden: Collection[int]) -> Iterator[tuple[ResearchResult, str]]:
    """With the number of the project, read as they are asked for."""
    rows = session.execute(
        select(ResearchResult, Project.number)
        .join(Project, ResearchResult.project_id == Project.id)
        .where(no_project_of(hidden, ResearchResult.project_id))
        .order_by(ResearchResult.project_id, ResearchResult.id)
        .execution_options(yield_per=PORTION)
    )
    yield from ((result, number) for result, number in rows)


def _figures(row: Any) -> Figures:
    """PostgreSQL sums whole numbers to decimals."""
    name, *numbers = row
    return Figures(name, *(int(one) for one in numbers))


def carried_out(hidden: Collection[int]) -> Condition:
    """Of projects: really carried out, and none from which the reader stands aside."""
    return and_(Project.state.not_in(NOT_RUN), no_proposal_of(hidden, Project.proposal_id))


def _counted() -> Condition:
    """Projects that were really carried out belong to the plan's figures."""
    return (Project.proposal_id == Proposal.id) & Project.state.not_in(NOT_RUN)


def _sums() -> tuple[Any, ...]:
    well = case((Project.state.in_(ENDED_WELL), 1), else_=0)
    return (
        func.count(Project.id),
        func.sum(well),
        func.sum(granted()),
        matching_sum(),
    )
