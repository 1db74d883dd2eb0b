"""The consortium of a project, unit by unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.models import (
    ChangeRequest,
    MatchingFund,
    Organisation,
    Person,
    Project,
    Proposal,
    RoleGrant,
    Share,
)
from app.services.changes.sharing import whole_of
from app.services.money.funds import matching_of
from app.services.money.positions import Position
from app.services.money.shares import Standing, shares_of, standings_of
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class UnitMoney:
    """Of one unit of a project, in 分; `share` is None for the lead unit. `own_arrived` is own
    money with its evidence."""

    unit: Organisation
    share: Share | None
    fiscal: int
    received: int
    held: int
    spent: int
    refunded: int
    to_forward: int
    on_its_way: int
    own: int
    own_arrived: int


def consortium(session: Session, project: Project, stands: Position) -> list[UnitMoney]:
    """The lead unit first; nothing for a project of one unit."""
    shares = shares_of(session, project)
    if not shares:
        return []
    each, arrived = standings_of(session, project), own_by_unit(session, project)
    return [
        _lead(project, stands, shares, each, arrived),
        *(_partner(share, each[share.id], arrived) for share in shares),
    ]


def _lead(
    project: Project,
    stands: Position,
    shares: Sequence[Share],
    each: dict[int, Standing],
    arrived: Mapping[int, int],
) -> UnitMoney:
    unit = project.proposal.lead_unit
    refunded = stands.refunded - sum(s.refunded for s in each.values())
    return UnitMoney(
        unit=unit,
        share=None,
        fiscal=project.amount - sum(s.fiscal for s in shares),
        received=stands.in_hand + stands.spent + refunded,
        held=stands.in_hand,
        spent=stands.spent,
        refunded=refunded,
        to_forward=0,
        on_its_way=0,
        own=project.matching - sum(s.own for s in shares),
        own_arrived=arrived.get(unit.id, 0),
    )


def _partner(share: Share, stands: Standing, arrived: Mapping[int, int]) -> UnitMoney:
    return UnitMoney(
        unit=share.unit,
        share=share,
        fiscal=share.fiscal,
        received=stands.received,
        held=stands.held,
        spent=stands.spent,
        refunded=stands.refunded,
        to_forward=stands.to_forward if share.state == "to_forward" else 0,
        on_its_way=stands.on_its_way,
        own=share.own,
        own_arrived=arrived.get(share.unit_id, 0),
    )


def own_by_unit(session: Session, project: Project) -> Mapping[int, int]:
    """Confirmed own money of each unit."""
    arrived: Counter[int] = Counter()
    for filed in matching_of(session, project):
        if filed.confirmed_at is not None and filed.source == "own":
            arrived[filed.unit_id] += filed.amount
    return arrived


@dataclass(frozen=True, slots=True)
class Division:
    """Of one unit, in 分: what it had when the change was drafted, and what it is to have."""

    name: str
    was_fiscal: int
    fiscal: int
    was_own: int
    own: int


def division_of(session: Session, case: ChangeRequest) -> list[Division]:
    """The lead unit, which has the rest, first; nothing where the shares are left alone."""
    rows = case.proposed.get("shares", ())
    if not rows:
        return []
    named = select(Organisation.id, Organisation.name).where(
        Organisation.id.in_([row["unit"] for row in rows])
    )
    names = {row.id: row.name for row in session.execute(named)}
    partners = [
        Division(names[r["unit"]], r["was_fiscal"], r["fiscal"], r["was_own"], r["own"])
        for r in rows
    ]
    proposal = case.project.proposal
    total = case.proposed.get("total", {})
    award, own = whole_of(case)
    award_was, own_was = total.get("was_fiscal", award), total.get("was_own", own)
    lead = Division(
        name=proposal.lead_unit.name,
        was_fiscal=award_was - sum(p.was_fiscal for p in partners),
        fiscal=award - sum(p.fiscal for p in partners),
        was_own=own_was - sum(p.was_own for p in partners),
        own=own - sum(p.own for p in partners),
    )
    return [lead, *partners]


def merged_by(session: Session, case: ChangeRequest) -> Share | None:
    """The share of the partner that takes the lead by this change."""
    unit = case.proposed.get("new_unit")
    of_unit = select(Share).where(Share.project_id == case.project_id, Share.unit_id == unit)
    return session.scalars(of_unit).first() if unit else None


def matching_of_share(session: Session, share: Share) -> Sequence[MatchingFund]:
    filed = matching_of(session, share.project)
    return [one for one in filed if one.unit_id == share.unit_id]


def shares_of_administered(person: Person) -> Select[Any]:
    """Of the units the person administers."""
    return shares_of_units(
        select(RoleGrant.organisation_id).where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == Role.UNIT_ADMIN.value,
            RoleGrant.organisation_id.is_not(None),
            RoleGrant.ends_at.is_(None),
        )
    )


def shares_of_units(units: Sequence[int] | Select[Any]) -> Select[Any]:
    return (
        select(Share)
        .where(Share.unit_id.in_(units))
        .options(
            joinedload(Share.unit),
            joinedload(Share.project).joinedload(Project.proposal).joinedload(Proposal.call),
            joinedload(Share.project).joinedload(Project.proposal).joinedload(Proposal.lead_unit),
        )
        .order_by(Share.id.desc())
    )
