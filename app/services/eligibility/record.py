"""What a leader has on record: projects led, projects joined, and how those led have ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, union
from sqlalchemy.orm import Session

from app.models import EarlierProject, Person, Project, Proposal, ProposalMember, Tolerance
from app.services.earlier import counting
from app.services.eligibility.waived import of_earlier, of_proposal

LOST = (
    *("withdrawn", "expired", "not_recommended", "closed_formal", "disqualified", "draft"),
    *("returned", "forfeited", "ended"),
)
"""States of a proposal that takes up no place among those that were sent."""
OVER = ("lapsed", "passed", "concluded", "failed", "terminated", "revoked", "archived")


@dataclass(frozen=True, slots=True)
class Entry:
    """A project of this system. `is_led`: by this person, who else takes part in it;
    `is_tolerated`: diligence was found (容错认定)."""

    number: str
    state: str
    entered_at: datetime
    proposal_id: int
    is_led: bool
    is_tolerated: bool

    @property
    def is_running(self) -> bool:
        return self.state not in OVER


@dataclass(frozen=True, slots=True)
class Record:
    """In order of their beginning; `earlier` are those led that were taken over."""

    entries: Sequence[Entry]
    earlier: Sequence[EarlierProject]

    def running_led(self, beside: Proposal) -> frozenset[str]:
        """Beside the project that this proposal may have become; as they count for a limit."""
        taken_over = {of_earlier(one.id) for one in self.earlier if one.outcome == "running"}
        return self._running(beside, is_led=True) | taken_over

    def running_joined(self, beside: Proposal) -> frozenset[str]:
        return self._running(beside, is_led=False)

    def _running(self, beside: Proposal, *, is_led: bool) -> frozenset[str]:
        return frozenset(
            of_proposal(entry.proposal_id)
            for entry in self.entries
            if entry.is_running and entry.is_led is is_led and entry.proposal_id != beside.id
        )


def record_of(session: Session, leader: Person) -> Record:
    return Record(_entries(session, leader), counting.led_by(session, leader))


def _entries(session: Session, leader: Person) -> Sequence[Entry]:
    return [Entry(*row) for row in session.execute(_OF_LEADER, {"leader": leader.id})]


_LEADER: Any = bindparam("leader")
_THEIRS = union(
    select(Proposal.id).where(Proposal.pi_id == _LEADER),
    select(ProposalMember.proposal_id).where(
        ProposalMember.person_id == _LEADER, ProposalMember.confirmed_at.is_not(None)
    ),
)
_TOLERATED = exists().where(Tolerance.project_id == Project.id, Tolerance.state == "found")
_OF_LEADER = (
    select(
        Project.number,
        Project.state,
        Project.state_entered_at,
        Project.proposal_id,
        Proposal.pi_id == _LEADER,
        _TOLERATED,
    )
    .join(Proposal, Project.proposal_id == Proposal.id)
    .where(Project.proposal_id.in_(_THEIRS))
    .order_by(Project.id)
)
