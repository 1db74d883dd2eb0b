"""Who owes a refund or has let an acceptance pass (J16, J20): what ends when somebody pays or
delivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.asked import Listed
from app.models import Call, Fund, History, Organisation, Project, Proposal, ProposalUnit, Share
from app.services.calendars import working_calendar
from app.services.earlier import counting
from app.services.eligibility.mergers import answering, named, of_taken_in, with_successor
from app.services.money.dues import owed_by_share
from app.services.months import months_later
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parameters import DEFAULTS

Party = tuple[str, int]
"""A person or a unit, by id."""

PROPOSALS: Any = bindparam("proposals", expanding=True)
LEADERS: Any = bindparam("leaders", expanding=True)
LEAD_UNITS = answering(bindparam("lead_units", expanding=True))
PARTNERS = answering(
    select(ProposalUnit.organisation_id).where(ProposalUnit.proposal_id.in_(PROPOSALS))
)


@dataclass(frozen=True, slots=True)
class Finding:
    """With whose it is; one `of_leads` stands against what these lead, and not against what they
    only take part in; `ends_on` is the last day of one that ends by itself."""

    text: Text
    whose: frozenset[Party]
    of_leads: bool = False
    ends_on: date | None = None


def arrears(session: Session, of: dict[str, Any], on: date) -> Iterator[Finding]:
    yield from _owing_or_overdue(session, of, on)
    shares = SHARES_IN_DEFAULT.of(session, **of)
    for unit in dict.fromkeys(share.unit for share in shares if owed_by_share(session, share)):
        yield Finding(_owes(with_successor(unit)), parties(None, unit.id))
    for row in counting.OVERDUE.of(session, **of):
        whose = parties(row.leader_id, row.unit_id)
        yield Finding(counting.is_overdue(row), whose, of_leads=True)


def parties(person: int | None, unit: int | None) -> frozenset[Party]:
    both = (("person", person), ("unit", unit))
    return frozenset((what, who) for what, who in both if who is not None)


def _owing_or_overdue(session: Session, of: Mapping[str, Any], on: date) -> Iterator[Finding]:
    """Units that were told twice to pay back and did not (J20), and projects whose leader or lead
    unit let the acceptance pass (J16)."""
    rows = session.execute(_OWING_OR_OVERDUE, of).all()
    owing = {(row.unit, row.unit_id, row.successor) for row in rows if row.owes}
    for unit, number, successor in sorted(owing, key=lambda one: one[:2]):
        yield Finding(_owes(named(unit, successor)), parties(None, number))
    for row in rows:
        if row.leads and _is_late(session, row, on):
            late = Text(
                f"项目 {row.number}《{row.title}》逾期未验收",
                f"acceptance of project {row.number} “{row.title}” is overdue",
            )
            whose = parties(row.leader_id, row.unit_id)
            yield Finding(of_taken_in(late, row.unit, row.successor), whose, of_leads=True)


def _owes(unit: Text) -> Text:
    return Text("{unit}有逾期未退的财政经费", "{unit} has public funds overdue for return").format(
        unit=unit
    )


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


_OF_LEADS = or_(Proposal.pi_id.in_(LEADERS), Proposal.lead_unit_id.in_(LEAD_UNITS))
_OF_UNITS = or_(Proposal.lead_unit_id.in_(LEAD_UNITS), Proposal.lead_unit_id.in_(PARTNERS))
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
_IN_DEFAULT = ("defaulted", "referred")
_OWES = and_(_OF_UNITS, func.coalesce(Fund.state, "").in_(_IN_DEFAULT))
SHARES_IN_DEFAULT = Listed(
    Share,
    or_(Share.unit_id.in_(LEAD_UNITS), Share.unit_id.in_(PARTNERS)),
    Share.project_id.in_(select(Fund.project_id).where(Fund.state.in_(_IN_DEFAULT))),
    order=(Share.id,),
)
"""Of partners: each answers for what it has of the money itself."""
_MAY_BE_LATE = and_(_OF_LEADS, Project.state.in_(("accept_due", "failed")))
_THEIRS = union_all(
    select(Proposal.id).where(Proposal.pi_id.in_(LEADERS)),
    select(Proposal.id).where(Proposal.lead_unit_id.in_(LEAD_UNITS)),
    select(Proposal.id).where(Proposal.lead_unit_id.in_(PARTNERS)),
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
