"""Who must not be judged by a friend: the units and people of a proposal, and which experts take
part in its call (domain §3.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, false, inspect, select, true, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.grants import in_force
from app.asked import hanging_on, only_reads
from app.experts.ties import Avoided, ProposalParties
from app.models import (
    Call,
    Expert,
    FormerParty,
    Organisation,
    Proposal,
    ProposalMember,
    ProposalUnit,
    RoleGrant,
)
from workflows.roles import Role


def parties_of(
    session: Session, call: Call, proposals: Sequence[Proposal], experts: Sequence[Expert]
) -> list[ProposalParties]:
    """Of each proposal of the call; a fixed number of queries, however large the call."""
    rows = _with_parties(session, proposals)
    taking_part, sealing = _taking_part(session, call, [e.person_id for e in experts])
    asking = _asking_units(session, call)
    return [
        ProposalParties(
            proposal_id=row.id,
            unit_ids=frozenset(_with_heirs(row.lead_unit, *(u.organisation for u in row.units))),
            people=_people(row),
            experts_in_call=taking_part,
            sealing_in_call=sealing,
            avoided=tuple(Avoided(a.name, a.unit_name, a.reason) for a in row.avoided),
            demand_unit_ids=asking,
            former_units=tuple(_former_units(row)),
        )
        for row in rows
    ]


def _former_units(proposal: Proposal) -> Iterator[tuple[int, date]]:
    for party in proposal.former:
        if party.organisation is not None:
            yield from ((unit, party.until) for unit in _with_heirs(party.organisation))


def _with_heirs(*units: Organisation) -> Iterator[int]:
    """With what each has become part of since."""
    for unit in units:
        yield unit.id
        if unit.merged_into_id is not None:
            yield unit.merged_into_id


def _people(proposal: Proposal) -> tuple[tuple[int, str], ...]:
    members = [(m.person_id, m.name) for m in proposal.members if m.person_id is not None]
    former = [(p.person.id, p.person.name) for p in proposal.former if p.person is not None]
    return ((proposal.pi_id, proposal.pi.name), *members, *former)


def _with_parties(session: Session, proposals: Sequence[Proposal]) -> Sequence[Proposal]:
    """By their ids; a page that only reads may have them whole already."""
    if only_reads(session) and not any(_PARTIES & inspect(p).unloaded for p in proposals):
        return sorted(proposals, key=lambda proposal: proposal.id)
    return session.scalars(
        select(Proposal)
        .where(Proposal.id.in_([proposal.id for proposal in proposals]))
        .options(
            joinedload(Proposal.pi),
            joinedload(Proposal.lead_unit),
            selectinload(Proposal.members),
            selectinload(Proposal.units).joinedload(ProposalUnit.organisation),
            selectinload(Proposal.avoided),
            selectinload(Proposal.former).options(*_FORMER),
        )
        .order_by(Proposal.id)
    ).all()


_PARTIES = {"pi", "lead_unit", "members", "units", "avoided", "former"}
_FORMER = (joinedload(FormerParty.organisation), joinedload(FormerParty.person))
FORMER = hanging_on(Proposal.former, "proposal", *_FORMER)


def _taking_part(
    session: Session, call: Call, people: Sequence[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Of these people, who leads or joins a proposal of the call, and who administered, since the
    call opened, a unit that leads one."""
    leading = select(Proposal.pi_id, false()).where(
        Proposal.call_id == call.id, Proposal.pi_id.in_(people)
    )
    named = (
        select(ProposalMember.person_id, false())
        .join(Proposal, Proposal.id == ProposalMember.proposal_id)
        .where(Proposal.call_id == call.id, ProposalMember.person_id.in_(people))
    )
    sealing = (
        select(RoleGrant.person_id, true())
        .join(Proposal, Proposal.lead_unit_id == RoleGrant.organisation_id)
        .where(Proposal.call_id == call.id, RoleGrant.person_id.in_(people))
        .where(RoleGrant.role == Role.UNIT_ADMIN.value, _held_at_the_opening(call))
    )
    everybody: CompoundSelect[Any] = union_all(leading, named, sealing)
    found = session.execute(everybody).all()
    return (
        frozenset(person for person, seals in found if not seals),
        frozenset(person for person, seals in found if seals),
    )


def _held_at_the_opening(call: Call) -> ColumnElement[bool]:
    """Of a grant: not over by then."""
    opened = call.open_at or call.close_at
    return in_force(opened) if opened else true()


def _asking_units(session: Session, call: Call) -> frozenset[int]:
    """Units on the demand side of a 揭榜 call; other calls have none."""
    if call.mechanism != "open_call":
        return frozenset()
    return frozenset(
        number
        for number in session.scalars(
            select(RoleGrant.organisation_id).where(
                RoleGrant.role == Role.DEMANDER.value,
                RoleGrant.organisation_id.is_not(None),
                _held_at_the_opening(call),
            )
        )
        if number is not None
    )
