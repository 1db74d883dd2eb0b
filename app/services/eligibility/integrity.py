"""Who is barred, owes a refund, or has let an acceptance pass (J16, J20)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, union_all
from sqlalchemy.orm import Session

from app.asked import Listed
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

_PROPOSALS: Any = bindparam("proposals", expanding=True)
_LEADERS: Any = bindparam("leaders", expanding=True)
_LEAD_UNITS: Any = bindparam("lead_units", expanding=True)
_PARTNERS = select(ProposalUnit.organisation_id).where(ProposalUnit.proposal_id.in_(_PROPOSALS))


def integrity_findings(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """People and units of these proposals that are barred on that day, owe a refund, or have an
    acceptance overdue. Three statements.
    """
    of = whom_it_concerns(proposals, on)
    return (
        *map(_barred, BARRED.of(session, **of)),
        *_owing_or_overdue(session, of, on),
        *counting.overdue(session, **of),
    )


def whom_it_concerns(proposals: Sequence[Proposal], on: date) -> dict[str, Any]:
    """What the statements here are given. `due_before`: whoever had to apply for acceptance by
    then is overdue."""
    return {
        "on": on,
        "due_before": months_later(on, -DEFAULTS["accept_apply_months"]),
        "proposals": tuple(proposal.id for proposal in proposals),
        "leaders": tuple({proposal.pi_id for proposal in proposals}),
        "lead_units": tuple({proposal.lead_unit_id for proposal in proposals}),
    }


def barred_on(session: Session, whom: ColumnElement[bool], on: date) -> Phrases:
    """Sanctions in force on that day; one that ends tonight still counts today."""
    return tuple(map(_barred, session.scalars(select(Sanction).where(whom, *_in_force(on)))))


def _in_force(on: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        Sanction.starts_on <= on,
        or_(Sanction.ends_on.is_(None), Sanction.ends_on >= on),
        or_(Sanction.lifted_on.is_(None), Sanction.lifted_on > on),
    )


_MEMBERS = select(ProposalMember.person_id).where(
    ProposalMember.proposal_id.in_(_PROPOSALS), ProposalMember.declined_at.is_(None)
)
BARRED = Listed(
    Sanction,
    or_(
        Sanction.person_id.in_(_LEADERS),
        Sanction.person_id.in_(_MEMBERS),
        Sanction.organisation_id.in_(_LEAD_UNITS),
        Sanction.organisation_id.in_(_PARTNERS),
    ),
    *_in_force(bindparam("on")),
    order=(Sanction.id,),
)
"""Of leaders, members who have not declined, and all units."""


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


def _owing_or_overdue(session: Session, of: Mapping[str, Any], on: date) -> Iterable[Text]:
    """Units that were told twice to pay back and did not (J20), and projects whose leader or lead
    unit let the acceptance pass (J16)."""
    blocked_from = end_of_day(months_later(on, -DEFAULTS["overdue_block_months"]))
    rows = session.execute(_OWING_OR_OVERDUE, {**of, "blocked_from": blocked_from}).all()
    for unit in sorted({unit for *_, unit, owing, _late in rows if owing}):
        yield Text(f"{unit}有逾期未退的财政经费", f"{unit} has a refund in default")
    for number, title, _unit, _owing, late in rows:
        if late:
            yield Text(
                f"项目 {number}《{title}》逾期未验收",
                f"acceptance of project {number} “{title}” is overdue",
            )


_OF_LEADS = or_(Proposal.pi_id.in_(_LEADERS), Proposal.lead_unit_id.in_(_LEAD_UNITS))
_OF_UNITS = or_(Proposal.lead_unit_id.in_(_LEAD_UNITS), Proposal.lead_unit_id.in_(_PARTNERS))
_FAILED_OVERDUE = and_(
    Project.state == "failed",
    exists().where(
        History.case_kind == "project",
        History.case_id == Project.id,
        History.transition == "fail_overdue",
        History.at >= bindparam("blocked_from"),
    ),
)
_WAITS = and_(Project.state == "accept_due", Project.ends_on < bindparam("due_before"))
_OWES = and_(_OF_UNITS, Fund.state.in_(("defaulted", "referred")))
_IS_LATE = and_(_OF_LEADS, or_(_WAITS, _FAILED_OVERDUE))
_THEIRS = union_all(
    select(Proposal.id).where(Proposal.pi_id.in_(_LEADERS)),
    select(Proposal.id).where(Proposal.lead_unit_id.in_(_LEAD_UNITS)),
    select(Proposal.id).where(Proposal.lead_unit_id.in_(_PARTNERS)),
)
"""What is theirs in one way or another, each found by an index."""
_OWING_OR_OVERDUE = (
    select(Project.number, Proposal.title, Organisation.name, _OWES, _IS_LATE)
    .join(Proposal, Project.proposal_id == Proposal.id)
    .join(Organisation, Organisation.id == Proposal.lead_unit_id)
    .outerjoin(Fund, Fund.project_id == Project.id)
    .where(Proposal.id.in_(_THEIRS), or_(_OWES, _IS_LATE))
    .order_by(Project.id)
)
