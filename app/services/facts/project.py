"""What the guards of a project look at: its contract, its parties, its terms of signing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import ContractVersion, History, Project
from app.services import evidence
from app.services.assessing import calling
from app.services.contracts.drafting import newest
from app.services.contracts.limits import lowered
from app.services.contracts.renewing import unsigned_by
from app.services.contracts.terms import promised
from app.services.eligibility import integrity_findings
from app.services.facts import Common
from app.services.facts.claim import claim_facts
from app.services.facts.course import facts_of_course
from app.services.money.budgets import indirect_excess
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.facts import ProjectFacts


def build(session: Session, project: Project, common: Common) -> ProjectFacts:
    contract = newest(session, project)
    return ProjectFacts(
        **common.as_dict(),
        **_of_signing(session, project, common),
        **(facts_of_course(session, project, common) if project.state != "contracting" else {}),
        contract_version=contract.version if contract else 0,
        **(_of_contract(session, project, contract) if contract else {}),
        integrity_findings=integrity_findings(session, [project.proposal], local_date(common.now)),
        **claim_facts(session, project, common),
        pledge_unsigned_by=unsigned_by(session, project),
        indirect_excess=indirect_excess(project.proposal, common.parameters),
        **(_of_fault(session, project, common) if project.state == "fault_review" else {}),
    )


def _of_fault(session: Session, project: Project, common: Common) -> dict[str, Any]:
    return {
        "panel_draw_problems": calling.draw_problems(session, project, common.now),
        "panel_opinions_missing": calling.missing(session, project),
        "panel_verdict": calling.verdict(session, project),
    }


def _of_signing(session: Session, project: Project, common: Common) -> dict[str, Any]:
    """The contract is signed within its term; after the grace period it lapses (J1-J2)."""
    if project.state != "contracting":
        return {}
    days, started = common.parameters["contract_days"], local_date(common.entered_at)

    def after(count: int) -> datetime:
        return end_of_day(started + timedelta(days=count))

    return {
        "sign_until": after(days),
        "lapse_at": after(days + common.parameters["contract_grace_days"]),
        "remind_at": None
        if _reminded(session, project)
        else after(days - common.parameters["contract_reminder_days"]),
    }


def _reminded(session: Session, project: Project) -> bool:
    sent = select(History.id).where(
        History.case_kind == "project",
        History.case_id == project.id,
        History.transition == "remind_of_signing",
    )
    return session.scalar(sent.limit(1)) is not None


def _of_contract(session: Session, project: Project, contract: ContractVersion) -> dict[str, Any]:
    terms = contract.terms
    proven = not terms["matching"] or evidence.of_project(session, project, "matching")
    return {
        "unmeasured_milestones": tuple(
            m["title"] for m in terms["milestones"] if not (m["deliverable"] or m["targets"])
        ),
        "lowered_metrics": lowered(promised(project.proposal), terms),
        "lowering_permitted": bool(contract.permitted_minutes),
        "matching_problems": () if proven else (_NO_PROOF,),
    }


_NO_PROOF = Text("未附配套资金证明", "no proof of the matching funds is attached")
