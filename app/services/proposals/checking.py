"""What the system itself holds against an item of the formal check: shown to the checker with its
basis, and never met by silence; to its own side as soon as it stands in the way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Proposal
from app.services.eligibility.beside import hears_of_unit
from app.services.eligibility.integrity import integrity_findings
from app.services.eligibility.limits import limit_findings
from app.services.eligibility.units import unit_age_unknown
from app.services.facts import facts_of
from app.services.proposals import formal
from app.services.proposals.secrecy import secrecy_findings
from app.services.similarity.findings import similarity_findings
from workflows.engine.calendar import local_date
from workflows.engine.decide import Refusal
from workflows.engine.text import Text
from workflows.facts import ProposalFacts
from workflows.guards.formal_check import eligible_when_accepted
from workflows.hands import TEAM, UNIT
from workflows.roles import Role

_SENT = frozenset(
    {"unit_review", "recommend_review", "sealed", "formal_check", "correction", "formal_appeal"}
)
"""Sent, and not accepted yet: until it is sent, sending it is refused with the same."""


def findings_by_item(
    session: Session, proposal: Proposal, now: datetime
) -> Mapping[str, tuple[Text, ...]]:
    """By the key of the item, without those the system has nothing against."""
    rules = proposal.call.parameters
    found = {
        "unit": unit_age_unknown(proposal.lead_unit, rules),
        "limits": limit_findings(session, proposal, rules, now),
        "integrity": integrity_findings(session, [proposal], local_date(now)),
        formal.ORIGINALITY: similarity_findings(session, proposal, rules),
        "secrecy": secrecy_findings(session, proposal),
    }
    return {key: words for key, words in found.items() if words}


def in_the_way(
    session: Session, proposal: Proposal, now: datetime, roles: frozenset[Role]
) -> tuple[Refusal, ...]:
    """For its own side: what has come since it was sent and would keep it from being accepted
    today (§3.5). What it counts of its unit is not for a leader whom that does not know."""
    if proposal.state not in _SENT or not roles & TEAM:
        return ()
    if proposal.state == "unit_review" and not (hears_of_unit(proposal) or roles & UNIT):
        return ()
    rule, facts = eligible_when_accepted, facts_of(session, proposal, now, {})
    assert isinstance(facts, ProposalFacts), "of a proposal"
    if rule.holds(facts):
        return ()
    return (Refusal(rule.key, rule.reason_for(facts), rule.supplied_by),)
