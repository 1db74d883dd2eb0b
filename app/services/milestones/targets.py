"""Which metrics a milestone is judged by, and what each must reach there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from app.asked import Listed
from app.models import Case, Metric, MetricReading, ProjectMilestone
from app.services.cases import project_of

METRICS = Listed(
    Metric, Metric.proposal_id == bindparam("proposal"), order=(Metric.position, Metric.id)
)
READINGS = Listed(
    MetricReading,
    MetricReading.project_id == bindparam("project"),
    order=(MetricReading.id,),
    options=(joinedload(MetricReading.evidence),),
)


UNREPORTED = ("planned", "announced", "overdue", "frozen")
"""States of a milestone whose report nobody has handed in yet."""
HANDED_IN = or_(
    MetricReading.milestone_id.is_(None),
    MetricReading.milestone_id.in_(
        select(ProjectMilestone.id).where(ProjectMilestone.state.not_in(UNREPORTED))
    ),
)


def metrics_of(session: Session, case: Case) -> Sequence[Metric]:
    """Those a milestone has targets for, or none; every other assessed case is judged by all."""
    project = project_of(case)
    assert project is not None, "what is assessed belongs to a project"
    metrics = METRICS.of(session, proposal=project.proposal_id)
    if not isinstance(case, ProjectMilestone):
        return metrics
    return [metric for metric in metrics if str(metric.id) in case.targets]


def readings_at(session: Session, milestone: ProjectMilestone) -> dict[int, MetricReading]:
    """The newest measured value of each metric at this milestone."""
    rows = READINGS.of(session, project=milestone.project_id)
    here = (row for row in rows if row.milestone_id == milestone.id)
    return {row.metric_id: row for row in here if row.step == "measured"}
