"""What binds a person to what a case is about: a place in its team, or a conflict, with which an
official stands aside (domain §3.2: administrators and leaders included)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    exists,
    false,
    or_,
    select,
    union,
)
from sqlalchemy.orm import Session

from app.asked import is_answered, keep, once, only_reads
from app.models import (
    Assessment,
    AuditSample,
    Case,
    FeeList,
    GroupProposal,
    Item,
    OfficialRecusal,
    Payment,
    PaymentBatch,
    Person,
    Project,
    Proposal,
    ProposalMember,
    ProposalUnit,
    Race,
    ReviewGroup,
    Stage,
    Team,
)
from app.services.cases import proposal_of


@dataclass(frozen=True, slots=True)
class Bonds:
    """Of one person with one proposal; its leader aside."""

    is_member: bool
    has_conflict: bool


def bonds_of(session: Session, person: Person, proposal: Proposal) -> Bonds:
    """By one statement."""
    question = _bonds(person, proposal)
    return once(session, question, lambda: _asked_bonds(session, [person], proposal)[person.id])


def read_bonds(session: Session, people: Iterable[Person], proposal: Proposal) -> None:
    """Those of all of them by one statement, for a page that asks of each."""
    of = [one for one in people if not is_answered(session, _bonds(one, proposal))]
    if of and only_reads(session):
        found = _asked_bonds(session, of, proposal)
        for one in of:
            keep(session, _bonds(one, proposal), found[one.id])


def _bonds(person: Person, proposal: Proposal) -> tuple[str, int, int]:
    return "bonds", person.id, proposal.id


def _asked_bonds(
    session: Session, people: Sequence[Person], proposal: Proposal
) -> dict[int, Bonds]:
    given = {"people": [person.id for person in people], "proposal": proposal.id}
    rows = session.execute(_BONDS, given)
    return {number: Bonds(is_member, bool(conflict)) for number, is_member, conflict in rows}


def stands_aside(session: Session, person: Person, case: Case) -> bool:
    """From a case about several proposals whoever has a conflict with one of them."""
    proposal = proposal_of(case)
    if proposal is not None and is_answered(session, _aside(person)):
        return proposal.id in aside_from(session, person)
    if proposal is not None:
        return bonds_of(session, person, proposal).has_conflict
    if case.kind not in PROPOSALS_OF:
        return False
    about = PROPOSALS_OF[case.kind](case)
    met = select(Proposal.id).where(Proposal.id.in_(about), has_conflict(person))
    return session.scalar(met.limit(1)) is not None


def aside_from(session: Session, person: Person) -> frozenset[int]:
    """Ids of the proposals with which the person has a conflict; few for anybody. Lists and sheets
    of the office leave them out, with all that hangs on them."""
    found = _in_conflict(person.id, person.organisation_id)
    return once(session, _aside(person), lambda: frozenset(session.scalars(found)))


def keep_aside(session: Session, person: Person, proposals: Iterable[int]) -> None:
    """The same, read with something else."""
    keep(session, _aside(person), frozenset(proposals))


def _aside(person: Person) -> tuple[str, int]:
    return "aside", person.id


def recused_from(session: Session, person: Person) -> frozenset[int]:
    """Ids of the proposals from which the person stands aside by their own word or as recorded."""
    found = select(OfficialRecusal.proposal_id).where(OfficialRecusal.person_id == person.id)
    return once(session, ("recused", person.id), lambda: frozenset(session.scalars(found)))


def has_conflict(person: Person) -> ColumnElement[bool]:
    """On the table of proposals: declared or recorded, or the official's own unit applies."""
    return Proposal.id.in_(_in_conflict(person.id, person.organisation_id))


def takes_part(own_unit: int | None) -> ColumnElement[bool]:
    """On the table of proposals, whether somebody's own unit does, at the head or beside others."""
    return false() if own_unit is None else Proposal.id.in_(union(*of_unit(own_unit)))


def _in_conflict(person: Any, own_unit: Any) -> CompoundSelect[Any]:
    """Ids of proposals; each part by an index of its own, however many proposals there are."""
    recorded = select(OfficialRecusal.proposal_id).where(OfficialRecusal.person_id == person)
    return union(recorded, *of_unit(own_unit))


def of_unit(unit: Any) -> tuple[Select[Any], Select[Any]]:
    """Ids of the proposals that the unit leads, and of those it joins."""
    beside = select(ProposalUnit.proposal_id).where(ProposalUnit.organisation_id == unit)
    return select(Proposal.id).where(Proposal.lead_unit_id == unit), beside


_BONDS = select(
    Person.id,
    exists().where(
        ProposalMember.proposal_id == bindparam("proposal"),
        ProposalMember.person_id == Person.id,
        ProposalMember.declined_at.is_(None),
    ),
    bindparam("proposal").in_(_in_conflict(Person.id, Person.organisation_id)),
).where(Person.id.in_(bindparam("people", expanding=True)))


def _in_group(group: Any) -> Select[Any]:
    return select(GroupProposal.proposal_id).where(GroupProposal.group_id == group)


def _in_item(item: Any) -> Select[Any]:
    """Of every round. A sealed bid changes nothing for anybody: whoever saw a role rest would know
    of it (B4)."""
    return select(Proposal.id).where(Proposal.item_id == item, Proposal.opened_at.is_not(None))


def _in_race(race: Any) -> Select[Any]:
    return select(Team.proposal_id).where(Team.race_id == race)


def _in_batch(batch: Any) -> Select[Any]:
    of_project = Payment.project_id == Project.id
    return select(Project.proposal_id).join(Payment, of_project).where(Payment.batch_id == batch)


def _awarded_in(call: Any) -> Select[Any]:
    return select(Project.proposal_id).join(Project.proposal).where(Proposal.call_id == call)


def _served_for(fees: Any) -> Select[Any]:
    """What the panel judged: the proposals of a group, the project assessed, the item argued."""
    judged = select(GroupProposal.proposal_id).where(GroupProposal.group_id == fees.group_id)
    assessed = select(Project.proposal_id).join(Assessment, Assessment.project_id == Project.id)
    opened = select(Proposal.id).join(Proposal.item).where(Proposal.opened_at.is_not(None))
    return select(Proposal.id).where(
        or_(
            Proposal.id.in_(judged),
            Proposal.id.in_(assessed.where(Assessment.id == fees.assessment_id)),
            Proposal.id.in_(opened.where(Item.id == fees.item_id)),
        )
    )


PROPOSALS_OF: Mapping[str, Callable[[Any], Select[Any]]] = {
    ReviewGroup.kind: lambda group: _in_group(group.id),
    Item.kind: lambda item: _in_item(item.id),
    Race.kind: lambda race: _in_race(race.id),
    Stage.kind: lambda stage: _in_race(stage.race_id),
    PaymentBatch.kind: lambda batch: _in_batch(batch.id),
    AuditSample.kind: lambda sample: _awarded_in(sample.call_id),
    FeeList.kind: _served_for,
}
"""Ids of the proposals that a case of several is about: a panel about those it reviews, an item
about its opened bids, a race and its stages about those of all teams, a batch about those of all
its payments, an audit sample about all projects of its call, a list of fees about what its panel
judged. Asked of one case, or of its model, whose rows a statement reads."""
