"""The projects of these stories, by their titles, and whom each is moved by."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfWriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import DOMAIN, UNITS
from app.demo.stage import Stage
from app.models import Fund, Organisation, Person, Project, Proposal, RoleGrant
from workflows.roles import Role

SUPERVISOR = f"supervisor@{DOMAIN}"

ACCEPTED = "硫化物全固态锂电池界面调控与中试制备"
APPEALED = "海上风电制氢耦合电解槽关键技术"
TERMINATED = "大型液流电池储能系统集成与安全"
REVOKED = "高比能锂硫电池隔膜与电解液"


def project_of(stage: Stage, title: str) -> Project:
    with stage.scene() as session:
        return session.scalars(select(Project).join(Proposal).where(Proposal.title == title)).one()


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
    return f"purse{[u.name for u in UNITS].index(unit) + 1:02d}@{DOMAIN}"


def a_page() -> BytesIO:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    return out


def _admin_of(session: Session, unit: Organisation) -> str:
    return session.scalars(
        select(Person.email)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.UNIT_ADMIN.value, RoleGrant.organisation_id == unit.id)
        .order_by(Person.id)
        .limit(1)
    ).one()
