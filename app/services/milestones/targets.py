"""Which metrics a node is judged by, and what each must reach there."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Case, Metric, MetricReading, ProjectMilestone
from app.services.cases import project_of


def metrics_of(session: Session, case: Case) -> Sequence[Metric]:
    """Those a milestone has targets for, or none; every other assessed case is judged by all."""
    if isinstance(case, ProjectMilestone):
        wanted = [int(number) for number in case.targets]
        query = select(Metric).where(Metric.id.in_(wanted))
    else:
        project = project_of(case)
        assert project is not None, "what is assessed belongs to a project"
        query = select(Metric).where(Metric.proposal_id == project.proposal_id)
    return session.scalars(query.order_by(Metric.position)).all()


def readings_at(session: Session, milestone: ProjectMilestone) -> dict[int, MetricReading]:
    """The newest measured value of each metric at this node."""
    rows = session.scalars(
        select(MetricReading)
        .where(MetricReading.milestone_id == milestone.id, MetricReading.step == "measured")
        .order_by(MetricReading.id)
    )
    return {row.metric_id: row for row in rows}
