"""The consortium of a project, unit by unit, and what each unit has in all its projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.models import (
    ChangeRequest,
    Fund,
    MatchingFund,
    Organisation,
    Project,
    Proposal,
    Share,
)
from app.queries.plan import NOT_RUN
from app.services.money.positions import Position
from app.services.money.shares import Standing, shares_of, standings


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
    own: int
    own_arrived: int


def consortium(session: Session, project: Project, stands: Position) -> list[UnitMoney]:
    """The lead unit first; nothing for a project of one unit. Four queries."""
    shares = shares_of(session, project)
    if not shares:
        return []
    each, arrived = standings(session, shares), own_by_unit(session, project)
    return [
        _lead(project, stands, shares, each, arrived),
        *(_partner(share, each[share.id], arrived) for share in shares),
    ]


def _lead(
    project: Project,
    stands: Position,
    shares: Sequence[Share],
    each: dict[int, Standing],
    arrived: dict[int, int],
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
        own=project.proposal.matching - sum(s.own for s in shares),
        own_arrived=arrived.get(unit.id, 0),
    )


def _partner(share: Share, stands: Standing, arrived: dict[int, int]) -> UnitMoney:
    return UnitMoney(
        unit=share.unit,
        share=share,
        fiscal=share.fiscal,
        received=stands.received,
        held=stands.held,
        spent=stands.spent,
        refunded=stands.refunded,
        to_forward=stands.to_forward,
        own=share.own,
        own_arrived=arrived.get(share.unit_id, 0),
    )


def own_by_unit(session: Session, project: Project) -> dict[int, int]:
    """Confirmed own money of each unit."""
    rows = session.execute(
        select(MatchingFund.unit_id, func.sum(MatchingFund.amount))
        .join(Fund, MatchingFund.fund_id == Fund.id)
        .where(
            Fund.project_id == project.id,
            MatchingFund.confirmed_at.is_not(None),
            MatchingFund.source == "own",
        )
        .group_by(MatchingFund.unit_id)
    )
    return {unit: int(total) for unit, total in rows}


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
    names = dict(
        session.execute(
            select(Organisation.id, Organisation.name).where(
                Organisation.id.in_([row["unit"] for row in rows])
            )
        ).tuples()
    )
    partners = [
        Division(names[r["unit"]], r["was_fiscal"], r["fiscal"], r["was_own"], r["own"])
        for r in rows
    ]
    proposal = case.project.proposal
    award, own = case.project.amount, proposal.matching
    lead = Division(
        name=proposal.lead_unit.name,
        was_fiscal=award - sum(p.was_fiscal for p in partners),
        fiscal=award - sum(p.fiscal for p in partners),
        was_own=own - sum(p.was_own for p in partners),
        own=own - sum(p.own for p in partners),
    )
    return [lead, *partners]


def matching_of_share(session: Session, share: Share) -> Sequence[MatchingFund]:
    return session.scalars(
        select(MatchingFund)
        .join(Fund, MatchingFund.fund_id == Fund.id)
        .where(Fund.project_id == share.project_id, MatchingFund.unit_id == share.unit_id)
        .order_by(MatchingFund.id)
    ).all()


def shares_of_units(units: Sequence[int]) -> Select[Any]:
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


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit in all projects it leads or takes part in; money in 分, `own_arrived` confirmed."""

    unit: Organisation
    led: int
    joined: int
    fiscal: int
    own: int
    own_arrived: int


def units_with_projects() -> Select[Any]:
    """Units that lead or take part in a project with money, by region and name."""
    leads = (
        select(Proposal.lead_unit_id)
        .join(Project, Project.proposal_id == Proposal.id)
        .where(Project.state.not_in(NOT_RUN))
    )
    joins = (
        select(Share.unit_id)
        .join(Project, Share.project_id == Project.id)
        .where(Project.state.not_in(NOT_RUN))
    )
    return (
        select(Organisation)
        .where(Organisation.id.in_(leads) | Organisation.id.in_(joins))
        .order_by(Organisation.city, Organisation.name)
    )


def figures_of_units(session: Session, units: Sequence[Organisation]) -> list[UnitFigures]:
    """Each unit with its own share, never with its partners'; four queries."""
    ids = [unit.id for unit in units]
    led, joined = _led(session, ids), _joined(session, ids)
    given, arrived = _given_to_partners(session, ids), _arrived(session, ids)
    found = []
    for unit in units:
        count, fiscal, own = led.get(unit.id, (0, 0, 0))
        others_fiscal, others_own = given.get(unit.id, (0, 0))
        joins, share_fiscal, share_own = joined.get(unit.id, (0, 0, 0))
        found.append(
            UnitFigures(
                unit=unit,
                led=count,
                joined=joins,
                fiscal=fiscal - others_fiscal + share_fiscal,
                own=own - others_own + share_own,
                own_arrived=arrived.get(unit.id, 0),
            )
        )
    return found


def _led(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    rows = session.execute(
        select(
            Proposal.lead_unit_id,
            func.count(Project.id),
            func.sum(Project.amount),
            func.sum(Proposal.matching),
        )
        .join(Project, Project.proposal_id == Proposal.id)
        .where(Proposal.lead_unit_id.in_(ids), Project.state.not_in(NOT_RUN))
        .group_by(Proposal.lead_unit_id)
    )
    return {unit: (count, int(fiscal), int(own)) for unit, count, fiscal, own in rows}


def _joined(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
    rows = session.execute(
        select(Share.unit_id, func.count(Share.id), func.sum(Share.fiscal), func.sum(Share.own))
        .join(Project, Share.project_id == Project.id)
        .where(Share.unit_id.in_(ids), Project.state.not_in(NOT_RUN))
        .group_by(Share.unit_id)
    )
    return {unit: (count, int(fiscal), int(own)) for unit, count, fiscal, own in rows}


def _given_to_partners(session: Session, ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """By lead unit: what of its projects is its partners'."""
    rows = session.execute(
        select(Proposal.lead_unit_id, func.sum(Share.fiscal), func.sum(Share.own))
        .join(Project, Share.project_id == Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Proposal.lead_unit_id.in_(ids), Project.state.not_in(NOT_RUN))
        .group_by(Proposal.lead_unit_id)
    )
    return {unit: (int(fiscal), int(own)) for unit, fiscal, own in rows}


def _arrived(session: Session, ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(MatchingFund.unit_id, func.sum(MatchingFund.amount))
        .join(Fund, MatchingFund.fund_id == Fund.id)
        .join(Project, Fund.project_id == Project.id)
        .where(
            MatchingFund.unit_id.in_(ids),
            MatchingFund.confirmed_at.is_not(None),
            Project.state.not_in(NOT_RUN),
        )
        .group_by(MatchingFund.unit_id)
    )
    return {unit: int(total) for unit, total in rows}
