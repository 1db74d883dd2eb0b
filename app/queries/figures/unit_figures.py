"""What each unit has in all its projects: public money, and its own against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from app.models import Call, Fund, MatchingFund, Organisation, Project, Proposal, Share
from app.models.projects import matching_sum
from app.queries.figures.plan import NOT_RUN
from app.services.money.positions import granted


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit in all projects it leads or takes part in; money in 分, `own_arrived` confirmed."""

    unit: Organisation
    led: int
    joined: int
    fiscal: int
    own: int
    own_arrived: int

    @property
    def ratio(self) -> float | None:
        """Own money promised for each yuan of public money."""
        return self.own / self.fiscal if self.fiscal else None


def units_with_projects(programme: int | None = None) -> Select[Any]:
    """Units that lead or take part in a project with money, by region; of one programme, by its
    id, or of all."""
    units = select(Organisation).order_by(Organisation.city, Organisation.name, Organisation.id)
    leads = (
        select(Proposal.lead_unit_id)
        .join(Project, Project.proposal_id == Proposal.id)
        .where(_counted(programme))
    )
    joins = (
        select(Share.unit_id)
        .join(Project, Share.project_id == Project.id)
        .where(_counted(programme))
    )
    if programme is not None:
        return units.where(Organisation.id.in_(leads) | Organisation.id.in_(joins))
    # Nearly every unit has one: they are asked one by one, in the order of the list.
    has_led = exists(leads.where(Proposal.lead_unit_id == Organisation.id).offset(0))
    has_joined = exists(joins.where(Share.unit_id == Organisation.id).offset(0))
    return units.where(has_led | has_joined)


def figures_of_units(
    session: Session, units: Sequence[Organisation], programme: int | None = None
) -> list[UnitFigures]:
    """Each unit with its own share, never with its partners'; four queries."""
    ids = [unit.id for unit in units]
    led, joined = _led(session, ids, programme), _joined(session, ids, programme)
    given = _given_to_partners(session, ids, programme)
    arrived = _arrived(session, ids, programme)
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


def _led(
    session: Session, ids: Sequence[int], programme: int | None
) -> dict[int, tuple[int, int, int]]:
    rows = session.execute(
        select(
            Proposal.lead_unit_id,
            func.count(Project.id),
            func.sum(granted()),
            matching_sum(),
        )
        .join(Project, Project.proposal_id == Proposal.id)
        .where(Proposal.lead_unit_id.in_(ids), _counted(programme))
        .group_by(Proposal.lead_unit_id)
    )
    return {unit: (count, int(fiscal), int(own)) for unit, count, fiscal, own in rows}


def _joined(
    session: Session, ids: Sequence[int], programme: int | None
) -> dict[int, tuple[int, int, int]]:
    rows = session.execute(
        select(Share.unit_id, func.count(Share.id), func.sum(Share.fiscal), func.sum(Share.own))
        .join(Project, Share.project_id == Project.id)
        .where(Share.unit_id.in_(ids), _counted(programme))
        .group_by(Share.unit_id)
    )
    return {unit: (count, int(fiscal), int(own)) for unit, count, fiscal, own in rows}


def _given_to_partners(
    session: Session, ids: Sequence[int], programme: int | None
) -> dict[int, tuple[int, int]]:
    """By lead unit: what of its projects is its partners'."""
    rows = session.execute(
        select(Proposal.lead_unit_id, func.sum(Share.fiscal), func.sum(Share.own))
        .join(Project, Share.project_id == Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Proposal.lead_unit_id.in_(ids), _counted(programme))
        .group_by(Proposal.lead_unit_id)
    )
    return {unit: (int(fiscal), int(own)) for unit, fiscal, own in rows}


def _arrived(session: Session, ids: Sequence[int], programme: int | None) -> dict[int, int]:
    rows = session.execute(
        select(MatchingFund.unit_id, func.sum(MatchingFund.amount))
        .join(Fund, MatchingFund.fund_id == Fund.id)
        .join(Project, Fund.project_id == Project.id)
        .where(
            MatchingFund.unit_id.in_(ids),
            MatchingFund.confirmed_at.is_not(None),
            _counted(programme),
        )
        .group_by(MatchingFund.unit_id)
    )
    return {unit: int(total) for unit, total in rows}


def _counted(programme: int | None) -> ColumnElement[bool]:
    """Projects that were not given up or undone."""
    runs = Project.state.not_in(NOT_RUN)
    if programme is None:
        return runs
    of_programme = (
        select(Proposal.id)
        .join(Call, Proposal.call_id == Call.id)
        .where(Call.programme_id == programme)
    )
    return runs & Project.proposal_id.in_(of_programme)
