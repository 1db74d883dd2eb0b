"""Relation between bidder and demand side: the chain of parents, whoever controls both, and who
of the team is of the demand side (B4)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session

from app.access.grants import in_force
from app.models import Organisation, Person, Proposal, ProposalMember, RoleGrant
from workflows.engine.text import Text
from workflows.roles import Role

_PUBLIC = ("government",)
"""Belonging to the same public authority is no common controller."""


def relation_findings(session: Session, proposal: Proposal) -> tuple[Text, ...]:
    """One phrase for each unit of the bid that is related to the demand side, with the path, and
    for each of the team who is of the demand side."""
    if proposal.item is None:
        return ()
    units = [proposal.lead_unit, *(u.organisation for u in proposal.units)]
    people = of_the_demand_side(session, proposal).values()
    return (*paths_to(session, units, proposal.item.demander), *people)


def of_the_demand_side(session: Session, bid: Proposal) -> dict[int, Text]:
    """Of leader and members, by their ids, who works for the demand side or has acted for it since
    the close: nobody is on both sides of an item."""
    assert bid.item is not None, "bids are for items"
    demander, close_at = bid.item.demander, bid.item.close_at
    acts_for_it = exists().where(
        RoleGrant.person_id == Person.id,
        RoleGrant.role == Role.DEMANDER.value,
        RoleGrant.organisation_id == demander.id,
        *([in_force(close_at)] if close_at else []),
    )
    members = select(ProposalMember.person_id).where(ProposalMember.proposal_id == bid.id)
    on_the_team = or_(Person.id == bid.pi_id, Person.id.in_(members))
    found = session.execute(
        select(Person.id, Person.name)
        .where(and_(on_the_team, or_(Person.organisation_id == demander.id, acts_for_it)))
        .order_by(Person.id)
    )
    return {number: _ITS_OWN.format(name=name, unit=demander.name) for number, name in found}


_ITS_OWN = Text("{name}为发榜单位{unit}的人员", "{name} is of the demand side, {unit}")


def paths_to(
    session: Session, units: Iterable[Organisation], demander: Organisation
) -> tuple[Text, ...]:
    """The path from each of these units that is related to the demand side."""
    found = (path_between(session, unit, demander) for unit in units)
    return tuple(Text(path, path) for path in found if path)


def path_between(session: Session, one: Organisation, other: Organisation) -> str:
    """“甲 → 乙 ← 丙”: up from either side to where the chains meet; empty when they never do."""
    mine, theirs = chain(session, one), chain(session, other)
    known = {unit.id: place for place, unit in enumerate(theirs)}
    for place, unit in enumerate(mine):
        if unit.id in known:
            up = " → ".join(u.name for u in mine[: place + 1])
            down = "".join(f" ← {u.name}" for u in reversed(theirs[: known[unit.id]]))
            return up + down
    return ""


def chain(session: Session, unit: Organisation) -> list[Organisation]:
    """The unit, what it has become part of or its parent, and so on up; a circle ends where it
    began."""
    found: list[Organisation] = []
    seen: set[int] = set()
    here: Organisation | None = unit
    while here is not None and here.id not in seen and not (found and here.kind in _PUBLIC):
        found.append(here)
        seen.add(here.id)
        above = here.merged_into_id or here.parent_id
        here = session.get(Organisation, above) if above else None
    return found
