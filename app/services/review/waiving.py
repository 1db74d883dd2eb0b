"""Which conflicts of a group's pool supervision may waive, and the waiver itself (domain §3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.experts.ties import WAIVABLE, Finding
from app.models import Expert, Person, Proposal, ReviewGroup
from app.services.experts.parties import parties_of
from app.services.experts.profiles import profiles, whole_experts
from app.services.problems import Problems
from app.services.review.recusal import by_proposal, waive, waivers


@dataclass(frozen=True, slots=True)
class WaivableTie:
    expert: Expert
    proposal: Proposal
    finding: Finding

    @property
    def key(self) -> str:
        return f"{self.expert.id}-{self.proposal.id}-{self.finding.rule.value}"


def waivable(session: Session, group: ReviewGroup, now: datetime) -> list[WaivableTie]:
    """Ties of the past between the pool and the group's proposals; none where the rule set of the
    call allows no waiver, or when the panel has been drawn."""
    rules = group.call.parameters
    if not rules["recusal_waivers"] or group.state != "forming":
        return []
    experts = session.scalars(
        select(Expert)
        .where(Expert.is_available, Expert.removed_at.is_(None))
        .options(*whole_experts())
        .order_by(Expert.id)
    ).all()
    proposals = {item.proposal_id: item.proposal for item in group.items}
    parties = parties_of(session, group.call, list(proposals.values()), experts)
    waived = waivers(session, [e.id for e in experts], list(proposals))
    found: dict[str, WaivableTie] = {}
    for expert, profile in profiles(session, experts):
        conflicts = by_proposal(group.call, group, expert.id, profile, parties, waived, now)
        for number, findings in conflicts.items():
            for finding in findings:
                if finding.rule in WAIVABLE:
                    tie = WaivableTie(expert, proposals[number], finding)
                    found.setdefault(tie.key, tie)
    return list(found.values())


def waive_tie(
    session: Session, tie: WaivableTie, reason: str, by: Person, now: datetime
) -> Problems | None:
    return waive(session, tie.expert, tie.proposal, tie.finding.rule, reason, by, now)
