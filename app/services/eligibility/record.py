"""What a leader has on record: projects led, projects joined, and how those led have ended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, select, union
from sqlalchemy.orm import Session

from app.asked import ask_for_each, keep, once
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
    return once(session, _question(leader.id), lambda: _records(session, [leader.id])[leader.id])


def read_records(session: Session, leaders: Collection[int]) -> None:
    """Of each of several people, by their ids, for whoever then asks for it alone."""
    ask_for_each(session, {"leader": leaders}, counting.LED_BY)
    for number, found in _records(session, leaders).items():
        keep(session, _question(number), found)


def _question(leader: int) -> tuple[str, int]:
    return "record", leader


def _records(session: Session, leaders: Collection[int]) -> Mapping[int, Record]:
    entries = defaultdict(list)
    for person, *row in session.execute(_ENTRIES, {"people": tuple(leaders)}):
        entries[person].append(Entry(*row))
    earlier = {one: counting.LED_BY.of(session, leader=one) for one in leaders}
    return {one: Record(entries[one], earlier[one]) for one in leaders}


PEOPLE: Any = bindparam("people", expanding=True)
THEIRS = union(
    select(Proposal.pi_id.label("person"), Proposal.id.label("proposal")).where(
        Proposal.pi_id.in_(PEOPLE)
    ),
    select(ProposalMember.person_id, ProposalMember.proposal_id).where(
        ProposalMember.person_id.in_(PEOPLE), ProposalMember.confirmed_at.is_not(None)
    ),
).subquery("theirs")
"""What these people lead or have confirmed that they join."""
_TOLERATED = exists().where(Tolerance.project_id == Project.id, Tolerance.state == "found")
_ENTRIES = (
    select(
        *(THEIRS.c.person, Project.number, Project.state, Project.state_entered_at),
        *(Project.proposal_id, Proposal.pi_id == THEIRS.c.person, _TOLERATED),
    )
    .join(Proposal, Proposal.id == THEIRS.c.proposal)
    .join(Project, Project.proposal_id == Proposal.id)
    .order_by(Project.id)
)
