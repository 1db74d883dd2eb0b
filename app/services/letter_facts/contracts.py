"""Facts of the contract (任务书) and the pledge (军令状)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.amounts import in_figures
from app.documents.kinds.contracts import (
    Contract,
    MetricLine,
    MoneyLine,
    NodeLine,
    Pledge,
    SignatureLine,
)
from app.models import Decision, Project
from app.services.contracts.drafting import newest
from app.services.contracts.renewing import SIGNS_AS
from app.services.door.signatures import signatories
from app.services.letter_facts.days import moment_words
from app.services.letter_facts.register import says
from app.services.metric_values import SIGNS
from app.services.moves import Move
from workflows.money.modes import LEAD, PAYEE_MODES

PARTY_NAMES = {
    "office": "主管部门",
    "lead_unit": "牵头单位",
    "leader": "项目负责人",
    "unit": "参加单位",
    "demander": "发榜单位",
}
_BASES = {
    "contract": "任务书签订后",
    "start": "起跑时",
    "milestone": "节点考核通过后",
    "acceptance": "验收通过后",
    "audited": "验收通过并经审计核定成本后",
}


@says("contract")
def _contract(session: Session, project: Project, move: Move) -> Contract:
    version = newest(session, project)
    assert version is not None, "what is signed has been drafted"
    terms = version.terms
    return Contract(
        number=terms["number"],
        title=terms["title"],
        version=version.version,
        digest=version.digest,
        parties=tuple((PARTY_NAMES[p["role"]], p["name"]) for p in terms["parties"]),
        starts_on=date.fromisoformat(terms["starts_on"]),
        ends_on=date.fromisoformat(terms["ends_on"]),
        amount=terms["amount"],
        matching=terms["matching"],
        lump_sum=terms["budget_mode"] != "headings",
        minutes_number=_minutes(session, project),
        metrics=metric_lines(terms),
        nodes=node_lines(terms),
        budget=tuple(MoneyLine(b["heading"], b["fiscal"], b["own"]) for b in terms["budget"]),
        payments=tuple(
            f"{_basis(project, p['basis'])}拨付{in_figures(p['amount'])}" for p in terms["payments"]
        ),
        shares=tuple(MoneyLine(s["name"], s["fiscal"], s["own"]) for s in terms.get("shares", ())),
        payee_mode=PAYEE_MODES[terms.get("payee_mode", LEAD)].zh,
        ip=terms["ip"],
        breach=terms["breach"],
        permitted=version.permitted_minutes,
        signatures=signature_lines(session, project, move.history.transition),
    )


def _basis(project: Project, basis: str) -> str:
    """A claimed item is not accepted, it succeeds (B17)."""
    succeeds = basis == "acceptance" and project.mechanism == "open_call"
    return "认定揭榜成功后" if succeeds else _BASES[basis]


def metric_lines(terms: Mapping[str, Any]) -> tuple[MetricLine, ...]:
    return tuple(
        MetricLine(m["name"], target_words(m), m["test_method"], m["is_core"])
        for m in terms["metrics"]
    )


def node_lines(terms: Mapping[str, Any]) -> tuple[NodeLine, ...]:
    by_id = {str(m["metric_id"]): m for m in terms["metrics"]}
    return tuple(
        NodeLine(
            n["title"],
            date.fromisoformat(n["due_on"]),
            n["deliverable"],
            tuple(
                f"{by_id[key]['name']} {target_words(by_id[key] | {'target': value})}"
                for key, value in n["targets"].items()
                if key in by_id
            ),
        )
        for n in terms["milestones"]
    )


def target_words(metric: Mapping[str, Any]) -> str:
    return f"{SIGNS[metric['direction']]} {metric['target']} {metric['unit']}".strip()


def signature_lines(
    session: Session, project: Project, transition: str
) -> tuple[SignatureLine, ...]:
    return tuple(
        SignatureLine(SIGNS_AS[s.role].zh, s.name, moment_words(s.at))
        for s in signatories(session, project, transition)
        if s.role in SIGNS_AS
    )


def _minutes(session: Session, project: Project) -> str:
    decision = session.scalars(
        select(Decision).where(
            Decision.call_id == project.proposal.call_id,
            Decision.item_id.is_not_distinct_from(project.proposal.item_id),
        )
    ).first()
    return (decision.minutes_number or "") if decision else ""


@says("pledge")
def _pledge(session: Session, project: Project, move: Move) -> Pledge:
    """Signed together with the contract, whose terms carry it."""
    version = newest(session, project)
    assert version is not None, "what is signed has been drafted"
    terms, pledge = version.terms, version.terms["pledge"]
    return Pledge(
        number=terms["number"],
        title=terms["title"],
        unit=project.proposal.lead_unit.name,
        leader=project.proposal.pi.name,
        target=pledge["target"],
        metrics=metric_lines(terms),
        nodes=node_lines(terms),
        rewards=tuple(pledge["rewards"]),
        penalties=tuple(pledge["penalties"]),
        exits=tuple(pledge["exits"]),
        signatures=signature_lines(session, project, move.history.transition),
    )
