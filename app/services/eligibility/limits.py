"""限项: all limits on a proposal together; those of record, age and money are here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Organisation, Person, Proposal, ProposalVersion
from app.services.eligibility import units
from app.services.eligibility.beside import too_many_here
from app.services.eligibility.engaged import too_many_months
from app.services.eligibility.record import Record, record_of
from app.services.eligibility.running import running_beside
from app.services.eligibility.waived import Phrases, unwaived
from app.services.months import months_later, whole_years
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text

_LIMITING: dict[str, tuple[str, Text]] = {
    "failed": ("failed_bar_years", Text("不通过", "failed")),
    "concluded": ("concluded_bar_years", Text("结题", "was concluded")),
}
"""State a project ended in: the parameter that says for how long it limits its leader."""


def limit_findings(
    session: Session, proposal: Proposal, rules: Mapping[str, int], now: datetime
) -> Phrases:
    """What the numbers of its call, its leader and its unit say of a proposal, but for what is
    waived."""
    found = (
        *too_many_here(session, proposal, rules),
        *_record_findings(session, proposal.pi, proposal, rules, local_date(now)),
        *_applicant_too_old(session, proposal, rules, local_date(now)),
        *units.too_young(proposal.lead_unit, rules, local_date(now)),
        *units.won_last_year(session, proposal, rules),
        *_too_little_own_money(proposal, rules),
        *too_many_months(session, proposal, rules),
    )
    return unwaived(session, {proposal.id: found})[proposal.id]


def leader_findings(
    session: Session, leader: Person, proposal: Proposal, rules: Mapping[str, int], now: datetime
) -> Phrases:
    """What the conditions of leaders say of this person coming to lead this proposal."""
    today = local_date(now)
    return (
        *_record_findings(session, leader, proposal, rules, today),
        *_leader_too_old(leader, rules, today),
    )


def _record_findings(
    session: Session, leader: Person, proposal: Proposal, rules: Mapping[str, int], today: date
) -> Phrases:
    record = record_of(session, leader)
    return (
        *running_beside(record, leader, proposal, rules),
        *_ended_badly(record, leader, rules, today),
    )


def _ended_badly(
    record: Record, leader: Person, rules: Mapping[str, int], today: date
) -> Iterable[Text]:
    """Projects led that failed or were concluded so lately that the call bars leading another (S0).
    An honest failure, found so (容错认定), limits nothing."""
    for state, (key, label) in _LIMITING.items():
        years = rules.get(key, 0)
        if not years:
            continue
        since = months_later(today, -12 * years)
        for number in _ended_since(record, state, since):
            yield Text(
                f"{leader.name}主持的项目 {{number}} {label.zh}，{years} 年内不得主持申报"
                "（容错认定的除外）",
                f"{leader.name} led project {number}, which {label.en}, and may not lead an "
                f"application for {years} years (unless a finding of diligence is made)",
            ).format(number=number)


def _ended_since(record: Record, state: str, since: date) -> Iterable[str]:
    for entry in record.entries:
        counts = entry.is_led and entry.state == state and not entry.is_tolerated
        if counts and entry.entered_at >= end_of_day(since):
            yield entry.number
    for earlier in record.earlier:
        if earlier.outcome == state and earlier.ended_on and earlier.ended_on >= since:
            yield earlier.number


def _applicant_too_old(
    session: Session, proposal: Proposal, rules: Mapping[str, int], today: date
) -> Phrases:
    """The year counts in which it was first sent: nobody grows too old for it while it is looked
    at."""
    found = tuple(_leader_too_old(proposal.pi, rules, today))
    if not found:
        return ()
    sent = select(func.min(ProposalVersion.submitted_at))
    first = session.scalar(sent.where(ProposalVersion.proposal_id == proposal.id))
    return tuple(_leader_too_old(proposal.pi, rules, local_date(first))) if first else found


def _leader_too_old(leader: Person, rules: Mapping[str, int], today: date) -> Iterable[Text]:
    """Age at the start of the year (domain §3.5, S12); 0 means no limit."""
    most = rules["age_most"]
    if most and leader.born_on is None:
        yield Text(
            f"{leader.name}尚未在个人资料中填写出生日期",
            f"{leader.name} has not entered a date of birth in their profile",
        )
    elif most and leader.born_on:
        age = whole_years(leader.born_on, date(today.year, 1, 1))
        if age > most:
            yield Text(
                f"{leader.name}年初已满 {age} 周岁，超过 {most} 周岁",
                f"{leader.name} was already {age} at the start of the year, above the limit of "
                f"{most}",
            )


def lacks_own_money(
    lead_unit: Organisation, own: int, public: int, rules: Mapping[str, int]
) -> bool:
    """Whether an enterprise leads with less of its own beside public money than the call asks."""
    return lead_unit.kind == "enterprise" and own * 100 < public * rules["matching_percent_least"]


def _too_little_own_money(proposal: Proposal, rules: Mapping[str, int]) -> Iterable[Text]:
    """Enterprises bring own money; universities and institutes need none (domain §3.6)."""
    if lacks_own_money(proposal.lead_unit, proposal.matching, proposal.requested, rules):
        least = rules["matching_percent_least"]
        yield Text(
            f"企业牵头的自筹经费不得低于申请经费的 {least}%",
            f"if an enterprise leads, its own funds must be at least {least}% of the funds "
            "requested",
        )
