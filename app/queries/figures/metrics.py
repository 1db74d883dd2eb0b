"""The metric ledger: one row a metric, from the plan to the accepted value; of a project and of a
programme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.models import Call, Metric, MetricReading, Programme, Project, Proposal
from app.queries.project.milestones import of_project
from app.queries.sight.aside import no_proposal_of
from app.services.metric_values import number, reaches
from app.services.milestones.targets import HANDED_IN, METRICS, READINGS, UNREPORTED
from app.services.portions import in_portions
from workflows.engine.text import Text
from workflows.phases.project.states import UNSIGNED

STANDINGS: dict[str, Text] = {
    "met": Text("达到", "met"),
    "missed": Text("未达到", "not met"),
    "under_way": Text("尚未达到", "not yet met"),
    "open": Text("未测", "not measured"),
}


@dataclass(frozen=True)
class LedgerRow:
    """`measured` are all readings, oldest first; the last one counts."""

    metric: Metric
    planned: MetricReading | None = None
    contracted: MetricReading | None = None
    measured: Sequence[MetricReading] = field(default=())
    accepted: MetricReading | None = None

    @property
    def target(self) -> str:
        return self.contracted.value if self.contracted else self.metric.target

    @property
    def newest(self) -> MetricReading | None:
        """What is known best: the accepted value, else the last measured one."""
        return self.accepted or (self.measured[-1] if self.measured else None)

    @property
    def standing(self) -> str:
        """`met`, `missed` (only what was accepted can be missed for good), `under_way`, `open`."""
        newest = self.newest
        if newest is None:
            return "open"
        if reaches(self.metric.direction, self.target, newest.value):
            return "met"
        return "missed" if self.accepted else "under_way"

    def percent(self, value: str) -> int | None:
        """How much of the target a value makes up, 100 being just enough; None without numbers.

        Of a metric that must stay below its target, half the target makes up 200.
        """
        target, given = number(self.target), number(value)
        if target is None or given is None:
            return None
        part, whole = (target, given) if self.metric.direction == "at_most" else (given, target)
        return int(min(Decimal(999), part * 100 / whole)) if whole > 0 else None


@dataclass(frozen=True)
class ProgrammeLine:
    """How many metrics of one project stand how."""

    project: Project
    counts: Mapping[str, int]


def ledger_of(session: Session, project: Project) -> list[LedgerRow]:
    """Of what was handed in; a value in a report that is being written is its author's only."""
    drafts = {m.id for m in of_project(session, project) if m.state in UNREPORTED}
    rows = READINGS.of(session, project=project.id)
    readings = _by_metric(row for row in rows if row.milestone_id not in drafts)
    metrics = METRICS.of(session, proposal=project.proposal_id)
    return [_row(metric, readings.get(metric.id, {})) for metric in metrics]


SIZE = 50


def projects_of_programme(programme: Programme, hidden: Collection[int]) -> Select[Any]:
    """Those that have a contract, but none from which the reader stands aside."""
    return (
        select(Project)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .join(Call, Proposal.call_id == Call.id)
        .where(
            Call.programme_id == programme.id,
            Project.state.not_in((*UNSIGNED, "lapsed")),
            no_proposal_of(hidden, Project.proposal_id),
        )
        .options(joinedload(Project.proposal).joinedload(Proposal.lead_unit))
        .order_by(Project.id)
    )


def ledger_of_programme(
    session: Session, programme: Programme, hidden: Collection[int]
) -> list[ProgrammeLine]:
    """All of them, a portion at a time."""
    portions = in_portions(session.scalars(projects_of_programme(programme, hidden)).all())
    return [line for projects in portions for line in lines_of(session, projects)]


def lines_of(session: Session, projects: Sequence[Project]) -> list[ProgrammeLine]:
    ledgers = _ledgers(session, projects)
    return [_line(project, ledgers[project.id]) for project in projects]


def _line(project: Project, rows: Sequence[LedgerRow]) -> ProgrammeLine:
    found = [row.standing for row in rows]
    return ProgrammeLine(project, {standing: found.count(standing) for standing in STANDINGS})


def _ledgers(session: Session, projects: Sequence[Project]) -> dict[int, list[LedgerRow]]:
    """Two queries, however many projects."""
    ids = {project.proposal_id: project.id for project in projects}
    found: dict[int, list[LedgerRow]] = {project.id: [] for project in projects}
    metrics = session.scalars(
        select(Metric).where(Metric.proposal_id.in_(ids)).order_by(*METRICS.order)
    )
    readings = _by_metric(
        session.scalars(
            select(MetricReading)
            .where(MetricReading.project_id.in_(list(found)), HANDED_IN)
            .order_by(*READINGS.order)
            .options(*READINGS.options)
        )
    )
    for metric in metrics:
        found[ids[metric.proposal_id]].append(_row(metric, readings.get(metric.id, {})))
    return found


def _by_metric(
    rows: Iterable[MetricReading],
) -> Mapping[int, Mapping[str, Sequence[MetricReading]]]:
    found: dict[int, dict[str, list[MetricReading]]] = {}
    for row in rows:
        found.setdefault(row.metric_id, {}).setdefault(row.step, []).append(row)
    return found


def _row(metric: Metric, by_step: Mapping[str, Sequence[MetricReading]]) -> LedgerRow:
    def last(step: str) -> MetricReading | None:
        rows = by_step.get(step)
        return rows[-1] if rows else None

    return LedgerRow(
        metric, last("planned"), last("contracted"), by_step.get("measured", ()), last("accepted")
    )
