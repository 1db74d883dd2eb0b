"""What the guards of a project look at while its contract is signed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from app.models import Project
from app.services.eligibility import integrity_findings
from app.services.facts import Common
from app.services.money.budgets import indirect_excess
from workflows.engine.calendar import end_of_day, local_date
from workflows.facts import ProjectFacts


def build(session: Session, project: Project, common: Common) -> ProjectFacts:
    """The contract lapses after its term and the grace period (domain J1)."""
    days = common.parameters["contract_days"] + common.parameters["contract_grace_days"]
    return ProjectFacts(
        **common.as_dict(),
        unmeasured_milestones=tuple(
            m.title for m in project.proposal.milestones if not m.deliverable.strip()
        ),
        integrity_findings=integrity_findings(session, [project.proposal], local_date(common.now)),
        indirect_excess=indirect_excess(project.proposal, common.parameters),
        lapse_at=end_of_day(local_date(common.entered_at) + timedelta(days=days)),
    )
