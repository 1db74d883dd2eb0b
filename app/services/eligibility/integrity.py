"""Who is barred, owes a refund, or has let an acceptance pass (J16, J20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

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
from app.services.eligibility.mergers import answering, named, of_taken_in, with_successor
from app.services.months import months_later
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

Phrases = tuple[Text, ...]
Party = tuple[str, int]
"""A person or a unit, by id."""

_PROPOSALS: Any = bindparam("proposals", expanding=True)
_LEADERS: Any = bindparam("leaders", expanding=True)
_LEAD_UNITS = answering(bindparam("lead_units", expanding=True))
_PARTNERS = answering(
    select(ProposalUnit.organisation_id).where(ProposalUnit.proposal_id.in_(_PROPOSALS))
)


@dataclass(frozen=True, slots=True)
class _Finding:
    """With whose it is; one `of_leads` stands against what these lead, and not against what they
    only take part in; `ends_on` is the last day of one that ends by itself."""

    text: Text
    whose: frozenset[Party]
    of_leads: bool = False
    ends_on: date | None = None


def integrity_findings(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """People and units of these proposals that are barred on that day, owe a refund, or have an
    acceptance overdue. Three statements, two for whoever only reads.
    """
    return tuple(finding.text for finding in _findings(session, proposals, on))


def with_findings(
    session: Session,
    proposals: Sequence[Proposal],
    on: date,
    through: Mapping[int, date] | None = None,
) -> frozenset[int]:
    """Ids of those of these proposals that have any, from that day through the one named for each.
    As many statements for many as for one."""
    findings = _findings(session, proposals, on)
    if not findings:
        return frozenset()
    leading: dict[int, set[Party]] = defaultdict(set)
    taking_part: dict[int, set[Party]] = defaultdict(set)
    given = {"proposals": [proposal.id for proposal in proposals]}
    for number, what, who, leads in session.execute(_PARTIES, given):
        taking_part[number].add((what, who))
        if leads:
            leading[number].add((what, who))

    def stands(finding: _Finding, number: int) -> bool:
        whose, until = leading if finding.of_leads else taking_part, (through or {}).get(number, on)
        lasts = finding.ends_on is None or finding.ends_on >= until
        return lasts and bool(finding.whose & whose[number])

    return frozenset(p.id for p in proposals if any(stands(one, p.id) for one in findings))


def _findings(session: Session, proposals: Sequence[Proposal], on: date) -> Sequence[_Finding]:
    of = whom_it_concerns(proposals, on)
    ask_together(session, BARRED, counting.OVERDUE, **of)
    sanctions = (
        _Finding(_barred(one), _parties(one.person_id, one.organisation_id), ends_on=one.ends_on)
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
        whose = _parties(row.leader_id, row.unit_id)
        yield _Finding(counting.is_overdue(row), whose, of_leads=True)


def _parties(person: int | None, unit: int | None) -> frozenset[Party]:
    both = (("person", person), ("unit", unit))
    return frozenset((what, who) for what, who in both if who is not None)


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
    """The same of a unit and of those that answer together with it."""
    return barred_on(session, Sanction.organisation_id.in_(answering([unit.id])), on)


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
    person, unit = sanction.person, sanction.organisation
    name = person.name if person else ""
    until = sanction.ends_on
    return Text(
        "{name}处于惩戒期（{until}，依据{basis}）", "{name} is barred ({until}, by {basis})"
    ).format(
        name=with_successor(unit) if unit else name,
        until=Text(f"至 {until}", f"until {until}") if until else Text("长期", "indefinitely"),
        basis=sanction.basis + sanction.article,
    )


def _owing_or_overdue(session: Session, of: Mapping[str, Any], on: date) -> Iterator[_Finding]:
    """Units that were told twice to pay back and did not (J20), and projects whose leader or lead
    unit let the acceptance pass (J16)."""
    rows = session.execute(_OWING_OR_OVERDUE, of).all()
    owing = {(row.unit, row.unit_id, row.successor) for row in rows if row.owes}
    for unit, number, successor in sorted(owing, key=lambda one: one[:2]):
        owes = Text("{unit}有逾期未退的财政经费", "{unit} has a refund in default")
        yield _Finding(owes.format(unit=named(unit, successor)), _parties(None, number))
    for row in rows:
        if row.leads and _is_late(session, row, on):
            late = Text(
                f"项目 {row.number}《{row.title}》逾期未验收",
                f"acceptance of project {row.number} “{row.title}” is overdue",
            )
            whose = _parties(row.leader_id, row.unit_id)
            yield _Finding(of_taken_in(late, row.unit, row.successor), whose, of_leads=True)


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
_SUCCESSOR = aliased(Organisation)
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
        _SUCCESSOR.name.label("successor"),
        *(Proposal.pi_id.label("leader_id"), _OWES.label("owes"), _OF_LEADS.label("leads")),
        _FAILED_AT.label("failed_at"),
    )
    .join(Proposal, Project.proposal_id == Proposal.id)
    .join(Call, Call.id == Proposal.call_id)
    .join(Organisation, Organisation.id == Proposal.lead_unit_id)
    .outerjoin(_SUCCESSOR, _SUCCESSOR.id == Organisation.merged_into_id)
    .outerjoin(Fund, Fund.project_id == Project.id)
    .where(Proposal.id.in_(_THEIRS), or_(_OWES, _MAY_BE_LATE))
    .order_by(Project.id)
)


def _units(of: Any, leads: bool) -> Select[int, str, int, bool]:
    """By proposal, the units that answer for those of this column."""
    own = aliased(Organisation)
    root = func.coalesce(own.merged_into_id, own.id)
    together = or_(Organisation.id == root, Organisation.merged_into_id == root)
    number = Proposal.id if leads else ProposalUnit.proposal_id
    return (
        select(number, literal("unit"), Organisation.id, literal(leads))
        .join(own, own.id == of)
        .join(Organisation, together)
        .where(number.in_(_PROPOSALS))
    )


_PARTIES: CompoundSelect[Any] = union_all(
    select(Proposal.id, literal("person"), Proposal.pi_id, literal(True)).where(
        Proposal.id.in_(_PROPOSALS)
    ),
    select(
        ProposalMember.proposal_id, literal("person"), ProposalMember.person_id, literal(False)
    ).where(
        ProposalMember.proposal_id.in_(_PROPOSALS),
        ProposalMember.person_id.is_not(None),
        ProposalMember.declined_at.is_(None),
    ),
    _units(Proposal.lead_unit_id, leads=True),
    _units(ProposalUnit.organisation_id, leads=False),
)
"""Of each proposal: who it is, and whether they lead it."""
