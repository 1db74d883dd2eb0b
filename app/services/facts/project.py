"""What the guards of a project look at: its contract, its parties, its terms of signing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypedDict

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import History, Project
from app.services.assessing import calling, opinions
from app.services.cases import panel_of
from app.services.contracts.drafting import newest
from app.services.contracts.ending import proposed_termination
from app.services.contracts.lowering import lowered
from app.services.contracts.renewing import unsigned_by
from app.services.contracts.terms import promised
from app.services.eligibility.integrity import integrity_findings
from app.services.eligibility.running import signing_findings
from app.services.facts import Common, sampling
from app.services.facts.claim import claim_facts, refusal_facts, user_test_facts
from app.services.facts.course import (
    acceptance_end_facts,
    acceptance_facts,
    offence_facts,
    suspension_facts,
    term_facts,
)
from app.services.facts.lazily import lazily
from app.services.facts.panel import of_appointee, of_drawing, of_seats
from app.services.files import evidence
from app.services.money import closing
from app.services.money.budgets import indirect_excess
from app.services.money.funds import payments_of
from app.services.money.payments import is_over
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text
from workflows.facts import Names, ProjectFacts


class SigningPart(TypedDict, total=False):
    sign_until: datetime | None
    lapse_at: datetime | None


class ReminderPart(TypedDict, total=False):
    remind_at: datetime | None


class ContractPart(TypedDict, total=False):
    contract_version: int
    unmeasured_milestones: Names
    lowered_metrics: Names
    lowering_permitted: bool
    lowering_to_decide: bool


class MatchingPart(TypedDict):
    matching_problems: Names


class BudgetPart(TypedDict):
    indirect_excess: Names


class IntegrityPart(TypedDict):
    integrity_findings: Names


class LimitPart(TypedDict):
    limit_findings: Names


class PledgePart(TypedDict):
    pledge_unsigned_by: Names


class ProposedPart(TypedDict):
    termination_proposed: bool


class FaultPart(TypedDict, total=False):
    panel_opinions_missing: Names
    unsigned_opinions: Names
    panel_verdict: str


def _of_fault(session: Session, project: Project, _common: Common) -> FaultPart:
    if project.state != "fault_review":
        return {}
    return {
        "panel_opinions_missing": calling.missing(session, project),
        "unsigned_opinions": opinions.unsigned(panel_of(session, project)),
        "panel_verdict": calling.verdict(session, project),
    }


def _of_signing(_session: Session, project: Project, common: Common) -> SigningPart:
    """The contract is signed within its term; after the grace period it lapses (J1-J2)."""
    if project.state != "contracting":
        return {}
    days = common.parameters["contract_days"]
    return {
        "sign_until": _after(days, common),
        "lapse_at": _after(days + common.parameters["contract_grace_days"], common),
    }


def _of_reminder(session: Session, project: Project, common: Common) -> ReminderPart:
    if project.state != "contracting" or _reminded(session, project):
        return {}
    ahead = common.parameters["contract_reminder_days"]
    return {"remind_at": _after(common.parameters["contract_days"] - ahead, common)}


def _after(days: int, common: Common) -> datetime:
    """No term ends on a day off (Civil Code 203)."""
    day = local_date(common.entered_at) + timedelta(days=days)
    return end_of_day(common.calendar.next_working_day(day))


def _reminded(session: Session, project: Project) -> bool:
    sent = select(History.id).where(
        History.case_kind == "project",
        History.case_id == project.id,
        History.transition.in_(("remind_of_signing", "remind_of_limit")),
    )
    return session.scalar(sent.limit(1)) is not None


def _of_contract(session: Session, project: Project, _common: Common) -> ContractPart:
    contract = newest(session, project)
    if contract is None:
        return {}
    return {
        "contract_version": contract.version,
        "unmeasured_milestones": tuple(
            m["title"]
            for m in contract.terms["milestones"]
            if not (m["deliverable"] or m["targets"])
        ),
        "lowered_metrics": lowered(promised(project.proposal), contract.terms),
        "lowering_permitted": bool(contract.permitted_minutes),
        "lowering_to_decide": contract.asks_lowering and not contract.permitted_minutes,
    }


def _of_matching(session: Session, project: Project, _common: Common) -> MatchingPart:
    contract = newest(session, project)
    is_due = contract is not None and contract.terms["matching"]
    proven = not is_due or evidence.of_project(session, project, "matching")
    return {"matching_problems": () if proven else (_NO_PROOF,)}


def _of_budget(session: Session, project: Project, common: Common) -> BudgetPart:
    """A lump sum has no headings and no cap."""
    contract = newest(session, project)
    if contract is None or project.proposal.call.budget_mode == "lump_sum":
        return {"indirect_excess": ()}
    lines = ((row["heading"], row["fiscal"]) for row in contract.terms["budget"])
    return {"indirect_excess": indirect_excess(lines, common.parameters)}


def _of_integrity(session: Session, project: Project, common: Common) -> IntegrityPart:
    found = integrity_findings(session, [project.proposal], local_date(common.now))
    return {"integrity_findings": found}


def _of_limits(session: Session, project: Project, common: Common) -> LimitPart:
    return {"limit_findings": signing_findings(session, project.proposal, common.parameters)}


def _of_pledge(session: Session, project: Project, _common: Common) -> PledgePart:
    return {"pledge_unsigned_by": unsigned_by(session, project)}


def _of_proposed(session: Session, project: Project, _common: Common) -> ProposedPart:
    return {"termination_proposed": proposed_termination(session, project) is not None}


_NO_PROOF = Text("未附配套资金证明", "proof of matching funds is not attached")


build = lazily(
    ProjectFacts,
    _of_signing,
    _of_reminder,
    _of_contract,
    _of_matching,
    _of_budget,
    _of_integrity,
    _of_limits,
    _of_pledge,
    _of_fault,
    of_seats,
    of_drawing,
    of_appointee,
    _of_proposed,
    term_facts,
    acceptance_end_facts,
    acceptance_facts,
    suspension_facts,
    offence_facts,
    claim_facts,
    refusal_facts,
    user_test_facts,
    payments_open=lambda session, project, _common: tuple(
        payment.number for payment in payments_of(session, project) if not is_over(payment)
    ),
    money_open=lambda session, project, _common: closing.open_money(session, project),
    audits_open=sampling.open_audits,
    forwardings_open=lambda session, project, _common: closing.unconfirmed_partners(
        session, project
    ),
)
