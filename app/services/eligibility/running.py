"""How many projects one leads and joins at a time (domain §3.5): asked when a proposal is sent
and accepted, when it is chosen for an award and when its contract is signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    bindparam,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import Session

from app.models import EarlierProject, Person, Project, Proposal, ProposalMember
from app.queries.calls.notices import is_to_be_noticed
from app.services.eligibility.record import OVER, Record
from workflows.engine.text import Text

_RUNNING = Text("在研项目", "running projects")
_RUNNING_OR_AWARDED = Text(
    "在研项目和其他已议定立项的项目", "projects that run or are decided to be awarded besides"
)


def running_beside(
    record: Record, leader: Person, proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    """Whatever this record has beside the project that the proposal may have become."""
    led, joined = record.running_led(proposal), record.running_joined(proposal)
    return _too_many(leader.name, led, joined, rules, _RUNNING)


def signing_findings(
    session: Session, proposal: Proposal, rules: Mapping[str, int]
) -> tuple[Text, ...]:
    """Whatever is under contract: of two that wait for theirs, the one that is signed first keeps
    the other waiting, and neither does before."""
    given = {"people": [proposal.pi_id], "proposal": proposal.id}
    led, joined = _counted(session, _UNDER_CONTRACT, given)
    leader = proposal.pi
    return tuple(_too_many(leader.name, led[leader.id], joined[leader.id], rules, _RUNNING))


def award_findings(
    session: Session, proposed: Sequence[Proposal], rules: Mapping[str, int]
) -> Mapping[int, tuple[Text, ...]]:
    """By the id of each that is to be chosen for an award: what runs beside them, and what is
    awarded, told or not. Two statements."""
    leaders = list({proposal.pi_id for proposal in proposed})
    given = {"people": leaders, "proposed": [proposal.id for proposal in proposed]}
    led, joined = _counted(session, _BESIDE, given)
    people = session.execute(select(Person.id, Person.name).where(Person.id.in_(leaders)))
    names = {person.id: person.name for person in people}
    return {
        p.id: tuple(
            _too_many(names[p.pi_id], led[p.pi_id], joined[p.pi_id], rules, _RUNNING_OR_AWARDED)
        )
        for p in proposed
    }


def _counted(
    session: Session, engagements: CompoundSelect[Any], given: Mapping[str, Any]
) -> tuple[Counter[int], Counter[int]]:
    """How many each of these people leads and joins."""
    rows = session.execute(engagements, given).all()
    led = Counter(person for person, is_led in rows if is_led)
    return led, Counter(person for person, is_led in rows if not is_led)


_PEOPLE: Any = bindparam("people", expanding=True)
_THEIRS = union(
    select(Proposal.pi_id.label("person"), Proposal.id.label("proposal")).where(
        Proposal.pi_id.in_(_PEOPLE)
    ),
    select(ProposalMember.person_id, ProposalMember.proposal_id).where(
        ProposalMember.person_id.in_(_PEOPLE), ProposalMember.confirmed_at.is_not(None)
    ),
).subquery("theirs")


def _engagements(*which: ColumnElement[bool]) -> CompoundSelect[Any]:
    """Each with whether it is led: of this system under the conditions, and what was running when
    it was taken over."""
    here = (
        select(_THEIRS.c.person, Proposal.pi_id == _THEIRS.c.person)
        .join(Proposal, Proposal.id == _THEIRS.c.proposal)
        .outerjoin(Project, Project.proposal_id == Proposal.id)
        .where(*which)
    )
    taken_over = select(EarlierProject.leader_id, true()).where(
        EarlierProject.leader_id.in_(_PEOPLE), EarlierProject.outcome == "running"
    )
    return union_all(here, taken_over)


_IS_AWARDED = or_(Proposal.state.in_(("notice", "objection", "approved")), is_to_be_noticed())
_BESIDE = _engagements(
    Proposal.id.not_in(bindparam("proposed", expanding=True)),
    or_(Project.state.not_in(OVER), and_(Project.id.is_(None), _IS_AWARDED)),
)
_UNDER_CONTRACT = _engagements(
    Proposal.id != bindparam("proposal"), Project.state.not_in((*OVER, "contracting"))
)


def _too_many(
    leader: str, led: int, joined: int, rules: Mapping[str, int], what: Text
) -> Iterable[Text]:
    if led >= rules["lead_running_most"]:
        most = rules["lead_running_most"]
        yield Text(
            f"{leader}主持{what.zh} {led} 项，已达上限 {most} 项",
            f"{leader} leads {led} {what.en}; the limit is {most}",
        )
    if led + joined >= rules["take_part_most"]:
        most = rules["take_part_most"]
        yield Text(
            f"{leader}主持和参加{what.zh} {led + joined} 项，已达上限 {most} 项",
            f"{leader} is in {led + joined} {what.en}; the limit is {most}",
        )
