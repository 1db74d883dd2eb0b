"""What signing a contract does: the version comes into force, its milestones become cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.models import MetricReading, Project, ProjectMilestone
from app.services.contracts.drafting import newest
from app.services.door.wiring import act
from app.services.moves import Move, begin
from workflows.roles import Role


@act
def bring_contract_into_force(session: Session, project: Project, move: Move) -> None:
    contract = newest(session, project)
    assert contract is not None, "a guard has asked for a contract"
    contract.signed_at = move.now
    read_contracted(session, project.id, contract.terms["metrics"], move)


def read_contracted(
    session: Session, project_id: int, metrics: Iterable[Mapping[str, Any]], move: Move
) -> None:
    """The contracted value joins the row of each of these metrics of a contract."""
    for row in metrics:
        session.add(
            MetricReading(
                project_id=project_id,
                metric_id=row["metric_id"],
                step="contracted",
                value=row["target"],
                recorded_by_id=move.actor_id,
                recorded_at=move.now,
            )
        )


@act
def renew_contract(session: Session, project: Project, move: Move) -> None:
    """The metrics are those of the version before; only the parties signed anew."""
    contract = newest(session, project)
    assert contract is not None, "a guard has asked for a version that waits"
    contract.signed_at = move.now
    project.term += 1
    session.flush()


@act
def begin_anew(_session: Session, project: Project, _move: Move) -> None:
    project.term += 1


@act
def plan_milestones(session: Session, project: Project, move: Move) -> None:
    """Each milestone of the contract becomes a case of its own."""
    contract = newest(session, project)
    assert contract is not None, "a guard has asked for a contract"
    for position, row in enumerate(contract.terms["milestones"], start=1):
        milestone = ProjectMilestone(
            project_id=project.id,
            position=position,
            title=row["title"],
            due_on=date.fromisoformat(row["due_on"]),
            deliverable=row["deliverable"],
            targets=dict(row["targets"]),
        )
        milestone.project = project
        begin(session, milestone, Role.SYSTEM_CLOCK, move.now)


@act
def permit_lowering(session: Session, project: Project, move: Move) -> None:
    """The decision covers the newest text and no later one."""
    contract = newest(session, project)
    assert contract is not None, "a guard has asked for a contract"
    contract.permitted_minutes = move.given["minutes_number"]
    contract.asks_lowering = False


@act
def refuse_lowering(session: Session, project: Project, _move: Move) -> None:
    """What was asked for has its answer; the next text asks anew."""
    contract = newest(session, project)
    assert contract is not None, "a guard has asked for a contract"
    contract.asks_lowering = False
