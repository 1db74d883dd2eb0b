"""What was submitted, frozen: canonical content, its digest, and a receipt."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.canonical import canonical_json
from app.days import day_text
from app.models import Metric, MetricAnswer, Proposal, ProposalVersion
from app.services.open_call.bidding import answers_of

ANSWER = "answer"
"""Of a metric that a bid answers; versions that were sent before answers were kept have none."""


def content_of(session: Session, proposal: Proposal) -> dict[str, Any]:
    """Everything in the form as plain values: text, whole numbers (分), ISO dates, lists."""
    answers = dict(answers_of(session, proposal).values()) if proposal.item_id is not None else {}
    return {
        "title": proposal.title,
        "title_en": proposal.title_en,
        "leader": proposal.pi.name,
        "lead_unit": proposal.lead_unit.name,
        "technology_field": proposal.technology_field.name if proposal.technology_field else "",
        "plan_task": proposal.plan_task.text if proposal.plan_task else "",
        "starts_on": day_text(proposal.starts_on),
        "ends_on": day_text(proposal.ends_on),
        **({"leader_months": proposal.leader_months} if proposal.leader_months else {}),
        "requested": proposal.requested,
        "matching": proposal.matching,
        "sections": {key: str(text) for key, text in proposal.sections.items()},
        "units": [
            {"name": u.organisation.name, "tasks": u.tasks, "fiscal": u.fiscal, "own": u.own}
            for u in proposal.units
        ],
        "members": [
            {"name": m.name, "unit": m.unit_name, "duty": m.duty, "months": m.months}
            | ({"months_a_year": m.months_a_year} if m.months_a_year else {})
            for m in proposal.members
        ],
        "metrics": [_metric(m, answers.get(m)) for m in proposal.metrics],
        "milestones": [
            {"title": m.title, "due_on": day_text(m.due_on), "deliverable": m.deliverable}
            for m in proposal.milestones
        ],
        "budget": [
            {"heading": b.heading, "fiscal": b.fiscal, "own": b.own, "note": b.note}
            for b in proposal.budget_lines
        ],
        "attachments": [
            {"key": a.key, "name": a.name, "size": a.size, "sha256": a.sha256}
            for a in proposal.attachments
        ],
        "pledged_at": proposal.pledged_at.isoformat() if proposal.pledged_at else "",
    }


def _metric(metric: Metric, answer: MetricAnswer | None) -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": metric.name,
        "unit": metric.unit,
        "direction": metric.direction,
        "target": metric.target,
        "test_method": metric.test_method,
        "is_core": metric.is_core,
    }
    if answer is not None:
        row[ANSWER] = {
            "route": answer.route,
            "evidence": answer.evidence,
            "plan": answer.plan,
            "price": answer.price,
        }
    return row


def take(session: Session, proposal: Proposal, person_id: int, now: datetime) -> ProposalVersion:
    """A new immutable version; the first one gives the proposal its number."""
    if proposal.number is None:
        proposal.number = f"{proposal.call.year}-{proposal.call_id:03d}-{proposal.id:05d}"
        version = 1
    else:
        version = _newest(session, proposal) + 1
    content = content_of(session, proposal)
    row = ProposalVersion(
        proposal_id=proposal.id,
        version=version,
        content=content,
        digest=hashlib.sha256(canonical_json(content)).hexdigest(),
        receipt_number=f"{proposal.number}-V{version}",
        submitted_at=now,
        submitted_by_id=person_id,
    )
    session.add(row)
    return row


def _newest(session: Session, proposal: Proposal) -> int:
    """0 when there is none."""
    of_proposal = ProposalVersion.proposal_id == proposal.id
    return session.scalar(select(func.max(ProposalVersion.version)).where(of_proposal)) or 0


def is_unchanged(version: ProposalVersion) -> bool:
    """Whether the stored content still has the digest on its receipt."""
    return hashlib.sha256(canonical_json(version.content)).hexdigest() == version.digest
