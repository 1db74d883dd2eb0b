"""Who is barred, owes a refund, or has let an acceptance pass (J16, J20)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.asked import Listed, ask_together
from app.models import (
    Call,
    Fund,
    History,
    Organisation,
    Project,
    Proposal,
    ProposalMember,
    ProposalUnit,
    Sanction,
)
from app.services.calendars import working_calendar
from app.services.earlier import counting
from app.services.months import months_later
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

Phrases = tuple[Text, ...]

_PROPOSALS: Any = bindparam("proposals", expanding=True)
_LEADERS: Any = bindparam("leaders", expanding=True)
_LEAD_UNITS: Any = bindparam("lead_units", expanding=True)
_PARTNERS = select(ProposalUnit.organisation_id).where(ProposalUnit.proposal_id.in_(_PROPOSALS))


@dataclass(frozen=True, slots=True)
class _Finding:
    """With whose it is; one `of_leads` stands against what these lead, and not against what they
    only take part in."""

    text: Text
    people: frozenset[int | None]
    units: frozenset[int | None]
    of_leads: bool = False


def integrity_findings(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """People and units of these proposals that are barred on that day, owe a refund, or have an
    acceptance overdue. Three statements, two for whoever only reads.
    """
    return tuple(finding.text for finding in _findings(session, proposals, on))


def with_findings(session: Session, proposals: Sequence[Proposal], on: date) -> frozenset[int]:
    """Ids of those of these proposals that have any. As many statements for many as for one."""
    findings = _findings(session, proposals, on)
    people = {proposal.id: {proposal.pi_id} for proposal in proposals}
    units = {proposal.id: {proposal.lead_unit_id} for proposal in proposals}
    leading = [finding for finding in findings if finding.of_leads]
    found = {one.id for one in proposals if _touched(one.id, leading, people, units)}
    if findings:
        for number, what, who in session.execute(_TAKING_PART, {"proposals": list(people)}):
            (people if what == "person" else units)[number].add(who)
    others = [finding for finding in findings if not finding.of_leads]
    return frozenset(found | {n for n in people if _touched(n, others, people, units)})


def _touched(
    number: int,
    findings: Iterable[_Finding],
    people: Mapping[int, Set[int]],
    units: Mapping[int, Set[int]],
) -> bool:
    return any(one.people & people[number] or one.units & units[number] for one in findings)


def _findings(session: Session, proposals: Sequence[Proposal], on: date) -> Sequence[_Finding]:
    of = whom_it_concerns(proposals, on)
    ask_together(session, BARRED, counting.OVERDUE, **of)
    sanctions = (
        _Finding(_barred(one), frozenset({one.person_id}), frozenset({one.organisation_id}))
        for one in BARRED.of(session, **of)
    )
    return (*sanctions, *_dues(session, of, on))


def barred(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """Of these findings the sanctions alone."""
    return tuple(map(_barred, BARRED.of(session, **whom_it_concerns(proposals, on))))


def dues(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """Of these findings what ends when somebody pays or delivers. Two statements."""
    return tuple(finding.text for finding in _dues(session, whom_it_concerns(proposals, on), on))


def _dues(session: Session, of: dict[str, Any], on: date) -> Iterator[_Finding]:
    yield from _owing_or_overdue(session, of, on)
    for row in counting.OVERDUE.of(session, **of):
        whose = frozenset({row.leader_id}), frozenset({row.unit_id})
        yield _Finding(counting.is_overdue(row), *whose, of_leads=True)


def whom_it_concerns(proposals: Sequence[Proposal], on: date) -> dict[str, Any]:
    """What the statements here are given. `due_before`: whoever had to apply for acceptance of a
    project taken over by then is overdue."""
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


def barred_unit(session: Session, unit: Organisation, on: date) -> Phrases:
    """The same of a unit and of those that became part of it."""
    taken_in = select(Organisation.id).where(Organisation.merged_into_id == unit.id)
    its = or_(Sanction.organisation_id == unit.id, Sanction.organisation_id.in_(taken_in))
    return barred_on(session, its, on)


def _in_force(on: Any) -> tuple[ColumnElement[bool], ...]:
    return (
        Sanction.starts_on <= on,
        or_(Sanction.ends_on.is_(None), Sanction.ends_on >= on),
        or_(Sanction.lifted_on.is_(None), Sanction.lifted_on > on),
    )


_MEMBERS = select(ProposalMember.person_id).where(
    ProposalMember.proposal_id.in_(_PROPOSALS), ProposalMember.declined_at.is_(None)
)
_TAKEN_IN = select(Organisation.id).where(
    or_(Organisation.merged_into_id.in_(_LEAD_UNITS), Organisation.merged_into_id.in_(_PARTNERS))
)
"""Units that became part of one of these: no bar is shaken off by a merger."""
BARRED = Listed(
    Sanction,
    or_(
        Sanction.person_id.in_(_LEADERS),
        Sanction.person_id.in_(_MEMBERS),
        Sanction.organisation_id.in_(_LEAD_UNITS),
        Sanction.organisation_id.in_(_PARTNERS),
        Sanction.organisation_id.in_(_TAKEN_IN),
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


def _owing_or_overdue(session: Session, of: Mapping[str, Any], on: date) -> Iterator[_Finding]:
    """Units that were told twice to pay back and did not (J20), and projects whose leader or lead
    unit let the acceptance pass (J16)."""
    rows = session.execute(_OWING_OR_OVERDUE, of).all()
    for unit, number in sorted({(row.unit, row.unit_id) for row in rows if row.owes}):
        owes = Text(f"{unit}有逾期未退的财政经费", f"{unit} has a refund in default")
        yield _Finding(owes, frozenset(), frozenset({number}))
    for row in rows:
        if row.leads and _is_late(session, row, on):
            late = Text(
                f"项目 {row.number}《{row.title}》逾期未验收",
                f"acceptance of project {row.number} “{row.title}” is overdue",
            )
            whose = frozenset({row.leader_id}), frozenset({row.unit_id})
            yield _Finding(late, *whose, of_leads=True)


def _is_late(session: Session, row: Any, on: date) -> bool:
    """By the rules of the project's own call; nobody is late before the term of applying for
    acceptance ends, which is on no day off."""
    rules = DEFAULTS | row.rules
    if row.state == "accept_due":
        last = months_later(row.ends_on, rules["accept_apply_months"])
        return working_calendar(session).next_working_day(last) < on
    if row.failed_at is None:
        return False
    return on < months_later(local_date(row.failed_at), rules["overdue_block_months"])


_OF_LEADS = or_(Proposal.pi_id.in_(_LEADERS), Proposal.lead_unit_id.in_(_LEAD_UNITS))
_OF_UNITS = or_(Proposal.lead_unit_id.in_(_LEAD_UNITS), Proposal.lead_unit_id.in_(_PARTNERS))
_FAILED_AT = (
    select(func.max(History.at))
    .where(
        History.case_kind == Project.kind,
        History.case_id == Project.id,
        History.transition == "fail_overdue",
        Project.state == "failed",
    )
    .scalar_subquery()
)
_OWES = and_(_OF_UNITS, func.coalesce(Fund.state, "").in_(("defaulted", "referred")))
_MAY_BE_LATE = and_(_OF_LEADS, Project.state.in_(("accept_due", "failed")))
_THEIRS = union_all(
    select(Proposal.id).where(Proposal.pi_id.in_(_LEADERS)),
    select(Proposal.id).where(Proposal.lead_unit_id.in_(_LEAD_UNITS)),
    select(Proposal.id).where(Proposal.lead_unit_id.in_(_PARTNERS)),
)
"""What is theirs in one way or another, each found by an index."""
_OWING_OR_OVERDUE = (
    select(
        *(Project.number, Project.state, Project.ends_on, Proposal.title, Call.rules),
        *(Organisation.name.label("unit"), Organisation.id.label("unit_id")),
        *(Proposal.pi_id.label("leader_id"), _OWES.label("owes"), _OF_LEADS.label("leads")),
        _FAILED_AT.label("failed_at"),
    )
    .join(Proposal, Project.proposal_id == Proposal.id)
    .join(Call, Call.id == Proposal.call_id)
    .join(Organisation, Organisation.id == Proposal.lead_unit_id)
    .outerjoin(Fund, Fund.project_id == Project.id)
    .where(Proposal.id.in_(_THEIRS), or_(_OWES, _MAY_BE_LATE))
    .order_by(Project.id)
)
_TAKING_PART: CompoundSelect[Any] = union_all(
    select(ProposalMember.proposal_id, literal("person"), ProposalMember.person_id).where(
        ProposalMember.proposal_id.in_(_PROPOSALS),
        ProposalMember.person_id.is_not(None),
        ProposalMember.declined_at.is_(None),
    ),
    select(ProposalUnit.proposal_id, literal("unit"), ProposalUnit.organisation_id).where(
        ProposalUnit.proposal_id.in_(_PROPOSALS)
    ),
    select(Proposal.id, literal("unit"), Organisation.id)
    .join(Organisation, Organisation.merged_into_id == Proposal.lead_unit_id)
    .where(Proposal.id.in_(_PROPOSALS)),
    select(ProposalUnit.proposal_id, literal("unit"), Organisation.id)
    .join(Organisation, Organisation.merged_into_id == ProposalUnit.organisation_id)
    .where(ProposalUnit.proposal_id.in_(_PROPOSALS)),
)
"""Beside leader and lead unit: of each proposal, members and units, and what these took in."""
