"""A season whose awards are published, for the public pages of its projects."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select

from app.models import Project, ProjectMilestone, ResearchResult
from app.services.moves import begin
from tests.services.awarding import Ranked, was_on_notice
from tests.services.running import awarded
from tests.services.stage import Stage
from workflows.roles import Role


def project_of(stage: Stage, season: Ranked, place: int = 0) -> Project:
    of = Project.proposal_id == season.proposals[place].id
    return stage.session.scalars(select(Project).where(of)).one()


def milestone_of(stage: Stage, project: Project, state: str = "planned") -> ProjectMilestone:
    row = ProjectMilestone(project=project, project_id=project.id, position=7, title="中期样机")
    row.due_on = stage.now.date() - timedelta(days=3)
    row.deliverable = "样机一台"
    begin(stage.session, row, Role.SYSTEM_CLOCK, stage.now)
    row.state = state
    return row


def public_milestone(stage: Stage) -> ProjectMilestone:
    """Of a project under way that everybody may read of."""
    project = awarded(stage).project
    was_on_notice(stage, project.proposal)
    project.state = "active"
    return milestone_of(stage, project)


def result_of(project: Project, kind: str, on: date | None) -> ResearchResult:
    return ResearchResult(
        project_id=project.id,
        kind=kind,
        title=f"成果 {kind}",
        number=f"{kind}-{on}",
        holder="某权利人",
        registered_on=on,
        recorded_by_id=project.proposal.pi_id,
        recorded_at=project.state_entered_at,
    )
