"""What a team showed in the final joins the rows of its project's metrics (§2.3 R20)."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy.orm import Session

from app.models import MetricReading, Race, StageResult, Team
from app.services.milestones.targets import METRICS
from app.services.moves import Move
from app.services.races import placing
from app.services.races.finding import project_of


def record(session: Session, race: Race, move: Move) -> None:
    """As measured of every team that was tested, and as accepted of those that crossed."""
    crossing = placing.crossing(session, race)
    for team, result in placing.tested(session, race):
        steps = ("measured", "accepted") if team in crossing else ("measured",)
        for step in steps:
            session.add_all(_readings(session, team, result, step, move))


def _readings(
    session: Session, team: Team, result: StageResult, step: str, move: Move
) -> Iterator[MetricReading]:
    project = project_of(session, team)
    assert project is not None, "who stands in the final has signed"
    line = {(row["name"], row["unit"]) for row in team.race.finish_line}
    for metric in METRICS.of(session, proposal=team.proposal_id):
        if (metric.name, metric.unit) in line:
            yield MetricReading(
                project_id=project.id,
                metric_id=metric.id,
                step=step,
                value=result.measured[metric.name],
                measured_on=result.tested_on,
                measured_by=result.tester,
                report_number=result.test_report,
                recorded_by_id=move.actor_id,
                recorded_at=move.now,
            )
