"""Who is barred, owes a refund, or has let an acceptance pass (J16, J20)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, CompoundSelect, and_, exists, or_, select, union
from sqlalchemy.orm import Session

from app.models import (
    Fund,
    History,
    Organisation,
    Project,
    Proposal,
    ProposalMember,
    ProposalUnit,
    Sanction,
)
from app.services.earlier import counting
from app.services.months import months_later
from workflows.engine.calendar import end_of_day
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

Phrases = tuple[Text, ...]


def integrity_findings(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """People and units of these proposals that are barred on that day, owe a refund, or have an
    acceptance overdue. Constant number of queries.
    """
    return (
        *barred_on(session, _takes_part(proposals), on),
        *_owing_or_overdue(session, proposals, on),
        *_overdue_of_earlier_years(session, proposals, on),
    )


def barred_on(session: Session, whom: ColumnElement[bool], on: date) -> Phrases:
    """Sanctions in force on that day; one that ends tonight still counts today."""
    in_force = select(Sanction).where(
        whom,
        Sanction.starts_on <= on,
        or_(Sanction.ends_on.is_(None), Sanction.ends_on >= on),
        or_(Sanction.lifted_on.is_(None), Sanction.lifted_on > on),
    )
    return tuple(_barred(sanction) for sanction in session.scalars(in_force))


def _barred(sanction: Sanction) -> Text:
    subject = sanction.person or sanction.organisation
    until = sanction.ends_on
    return Text(
        "{name}处于惩戒期（{until}，依据{basis}）", "{name} is barred ({until}, by {basis})"
    ).format(
        name=subject.name if subject else "",
        until=Text(f"至 {until}", f"until {until}") if until else Text("长期", "indefinitely"),
        basis=sanction.basis + sanction.article,
    )


def _takes_part(proposals: Sequence[Proposal]) -> ColumnElement[bool]:
    """Whose sanctions count: leaders, members who have not declined, and all units."""
    members = select(ProposalMember.person_id).where(
        ProposalMember.proposal_id.in_(_ids(proposals)), ProposalMember.declined_at.is_(None)
    )
    return or_(
        Sanction.person_id.in_(_leaders(proposals)),
        Sanction.person_id.in_(members),
        Sanction.organisation_id.in_(_units(proposals)),
    )


def _owing_or_overdue(session: Session, proposals: Sequence[Proposal], on: date) -> Iterable[Text]:
    """Units that were told twice to pay back and did not (J20), and projects whose leader or lead
    unit let the acceptance pass (J16)."""
    of_units = Proposal.lead_unit_id.in_(_units(proposals))
    owes = and_(of_units, Fund.state.in_(("defaulted", "referred")))
    of_leads = or_(
        Proposal.pi_id.in_(_leaders(proposals)), Proposal.lead_unit_id.in_(_lead_units(proposals))
    )
    is_late = and_(of_leads, _acceptance_overdue(on))
    rows = session.execute(
        select(Project.number, Proposal.title, Organisation.name, owes, is_late)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .join(Organisation, Organisation.id == Proposal.lead_unit_id)
        .outerjoin(Fund, Fund.project_id == Project.id)
        .where(or_(of_leads, of_units), or_(owes, is_late))
        .order_by(Project.id)
    ).all()
    for unit in sorted({unit for *_, unit, owing, _late in rows if owing}):
        yield Text(f"{unit}有逾期未退的财政经费", f"{unit} has a refund in default")
    for number, title, _unit, _owing, late in rows:
        if late:
            yield Text(
                f"项目 {number}《{title}》逾期未验收",
                f"acceptance of project {number} “{title}” is overdue",
            )


def _acceptance_overdue(on: date) -> ColumnElement[bool]:
    """Of a project: it should have applied by now, or failed so not long ago."""
    due_before = months_later(on, -DEFAULTS["accept_apply_months"])
    blocked_from = months_later(on, -DEFAULTS["overdue_block_months"])
    failed_so = exists().where(
        History.case_kind == "project",
        History.case_id == Project.id,
        History.transition == "fail_overdue",
        History.at >= end_of_day(blocked_from),
    )
    waits = and_(Project.state == "accept_due", Project.ends_on < due_before)
    return or_(waits, and_(Project.state == "failed", failed_so))


def _overdue_of_earlier_years(
    session: Session, proposals: Sequence[Proposal], on: date
) -> Iterable[Text]:
    due_before = months_later(on, -DEFAULTS["accept_apply_months"])
    return counting.overdue(session, _leaders(proposals), _lead_units(proposals), due_before)


def _ids(proposals: Sequence[Proposal]) -> list[int]:
    return [proposal.id for proposal in proposals]


def _leaders(proposals: Sequence[Proposal]) -> set[int]:
    return {proposal.pi_id for proposal in proposals}


def _units(proposals: Sequence[Proposal]) -> CompoundSelect[int]:
    partners = select(ProposalUnit.organisation_id).where(
        ProposalUnit.proposal_id.in_(_ids(proposals))
    )
    leads = select(Proposal.lead_unit_id).where(Proposal.id.in_(_ids(proposals)))
    return union(leads, partners)


def _lead_units(proposals: Sequence[Proposal]) -> set[int]:
    return {proposal.lead_unit_id for proposal in proposals}
