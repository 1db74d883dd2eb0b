"""The projects of these stories, by how their first milestone stands, and whom each is moved by."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.demo.cast import unit_mail
from app.demo.stage import Stage, StoryBroken
from app.models import (
    Call,
    Fund,
    Organisation,
    Payment,
    Person,
    Project,
    ProjectMilestone,
    Proposal,
    RoleGrant,
)
from workflows.roles import Role

PASSED = ProjectMilestone.rectify_until.is_(None), ProjectMilestone.state == "passed"
RECTIFIED = ProjectMilestone.rectify_until.is_not(None), ProjectMilestone.state == "passed"
SUBMITTED = (ProjectMilestone.state == "submitted",)
OVERDUE = (ProjectMilestone.state == "frozen",)


def project_whose_milestone(stage: Stage, stands: tuple[ColumnElement[bool], ...]) -> Project:
    """Scores decide who was awarded: a story takes the first project whose milestone stands so, and
    whose first money has come."""
    with stage.scene() as session:
        found = session.scalars(
            select(Project)
            .join(ProjectMilestone, ProjectMilestone.project_id == Project.id)
            .join(Payment, Payment.project_id == Project.id)
            .join(Proposal, Project.proposal_id == Proposal.id)
            .join(Call, Proposal.call_id == Call.id)
            .where(Call.mechanism_key == "open_competition", *stands)
            .where(Payment.state.in_(("paid", "received")))
            .order_by(Project.id)
        ).first()
    if found is None:
        raise StoryBroken("没有这样的项目")
    return found


def fund_of(stage: Stage, project: Project) -> Fund:
    with stage.scene() as session:
        return session.scalars(select(Fund).where(Fund.project_id == project.id)).one()


def people(stage: Stage, project: Project) -> tuple[str, str]:
    """The mail addresses of the leader and of the unit's administrator."""
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        return live.proposal.pi.email, _admin_of(session, live.proposal.lead_unit)


def purse_of(stage: Stage, project: Project) -> str:
    """The finance of its unit."""
    with stage.scene() as session:
        unit = session.get_one(Project, project.id).proposal.lead_unit.name
    return unit_mail(unit, "purse")


def _admin_of(session: Session, unit: Organisation) -> str:
    return session.scalars(
        select(Person.email)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.UNIT_ADMIN.value, RoleGrant.organisation_id == unit.id)
        .order_by(Person.id)
        .limit(1)
    ).one()
