"""Who is barred (§3.10), owes a refund, or has let an acceptance pass (J16, J20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    bindparam,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, aliased

from app.asked import Listed, ask_together, keep, once
from app.models import (
    Organisation,
    Proposal,
    ProposalMember,
    ProposalUnit,
    Sanction,
)
from app.services.earlier import counting
from app.services.eligibility.arrears import (
    LEAD_UNITS,
    LEADERS,
    PARTNERS,
    PROPOSALS,
    SHARES_IN_DEFAULT,
    Finding,
    Party,
    arrears,
    parties,
)
from app.services.eligibility.mergers import answering, with_successor
from app.services.months import months_later
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

Phrases = tuple[Text, ...]


def integrity_findings(
    session: Session, proposals: Sequence[Proposal], on: date, *more: Listed[Any], **given: Any
) -> Phrases:
    """People and units of these proposals that are barred on that day, owe a refund, or have an
    acceptance overdue. Four statements, two for whoever only reads; `more` is asked for beside
    them.
    """

    def ask() -> Phrases:
        return tuple(one.text for one in _findings(session, proposals, on, *more, **given))

    return once(session, _question((one.id for one in proposals), on), ask)


def read_integrity(session: Session, proposals: Sequence[Proposal], on: date) -> None:
    """Of each of several, for whoever then asks for it alone."""
    found = _of_each(session, proposals, on, {})
    for one in proposals:
        keep(session, _question([one.id], on), tuple(f.text for f in found.get(one.id, ())))


def _question(proposals: Iterable[int], on: date) -> Hashable:
    return "integrity", tuple(proposals), on


def with_findings(
    session: Session,
    proposals: Sequence[Proposal],
    on: date,
    through: Mapping[int, date] | None = None,
) -> frozenset[int]:
    """Ids of those of these proposals that have any, from that day through the one named for each.
    As many statements for many as for one."""
    return frozenset(_of_each(session, proposals, on, through or {}))


def _of_each(
    session: Session, proposals: Sequence[Proposal], on: date, through: Mapping[int, date]
) -> Mapping[int, list[Finding]]:
    """By the id of those that have any."""
    findings = _findings(session, proposals, on)
    if not findings:
        return {}
    leading: dict[int, set[Party]] = defaultdict(set)
    taking_part: dict[int, set[Party]] = defaultdict(set)
    given = {"proposals": [proposal.id for proposal in proposals]}
    for number, what, who, leads in session.execute(_PARTIES, given):
        taking_part[number].add((what, who))
        if leads:
            leading[number].add((what, who))

    def stands(finding: Finding, number: int) -> bool:
        whose, until = leading if finding.of_leads else taking_part, through.get(number, on)
        lasts = finding.ends_on is None or finding.ends_on >= until
        return lasts and bool(finding.whose & whose[number])

    found = {p.id: [one for one in findings if stands(one, p.id)] for p in proposals}
    return {number: those for number, those in found.items() if those}


def _findings(
    session: Session, proposals: Sequence[Proposal], on: date, *more: Listed[Any], **given: Any
) -> Sequence[Finding]:
    of = whom_it_concerns(proposals, on)
    ask_together(session, *_SHORT, *more, **of, **given)
    sanctions = (
        Finding(_barred(one), parties(one.person_id, one.organisation_id), ends_on=one.ends_on)
        for one in BARRED.of(session, **of)
    )
    return (*sanctions, *arrears(session, of, on))


def barred(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """Of these findings the sanctions alone."""
    return tuple(map(_barred, BARRED.of(session, **whom_it_concerns(proposals, on))))


def dues(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """Of these findings what ends when somebody pays or delivers. Three statements,
    two for whoever only reads."""
    of = whom_it_concerns(proposals, on)
    ask_together(session, *_SHORT, **of)
    return tuple(finding.text for finding in arrears(session, of, on))


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
    ProposalMember.proposal_id.in_(PROPOSALS), ProposalMember.confirmed_at.is_not(None)
)
BARRED = Listed(
    Sanction,
    or_(
        Sanction.person_id.in_(LEADERS),
        Sanction.person_id.in_(_MEMBERS),
        Sanction.organisation_id.in_(LEAD_UNITS),
        Sanction.organisation_id.in_(PARTNERS),
    ),
    *_in_force(bindparam("on")),
    order=(Sanction.id,),
)
"""Of leaders, members who have confirmed, and all units. Of whoever is only named nothing is told:
nobody submits before all have confirmed."""
_SHORT = (BARRED, counting.OVERDUE, SHARES_IN_DEFAULT)


def _barred(sanction: Sanction) -> Text:
    person, unit = sanction.person, sanction.organisation
    name = person.name if person else ""
    until = sanction.ends_on
    return Text(
        "{name}处于惩戒期（{until}，依据{basis}）",
        "{name} is under sanction ({until}, basis: {basis})",
    ).format(
        name=with_successor(unit) if unit else name,
        until=Text(f"至 {until}", f"until {until}") if until else Text("长期", "permanent"),
        basis=sanction.basis + sanction.article,
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
        .where(number.in_(PROPOSALS))
    )


_PARTIES: CompoundSelect[Any] = union_all(
    select(Proposal.id, literal("person"), Proposal.pi_id, literal(True)).where(
        Proposal.id.in_(PROPOSALS)
    ),
    select(
        ProposalMember.proposal_id, literal("person"), ProposalMember.person_id, literal(False)
    ).where(
        ProposalMember.proposal_id.in_(PROPOSALS),
        ProposalMember.confirmed_at.is_not(None),
    ),
    _units(Proposal.lead_unit_id, leads=True),
    _units(ProposalUnit.organisation_id, leads=False),
)
"""Of each proposal: who it is, and whether they lead it."""
