"""限项, eligibility and integrity: what stands against a proposal, in words that name the rule.

Domain §3.5; numbers are parameters of the call. Checked at submission, at acceptance of the file,
at notice and at contract.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.models import (
    Fund,
    History,
    Organisation,
    Person,
    Project,
    Proposal,
    ProposalMember,
    Sanction,
)
from app.services.earlier import counting
from app.services.months import months_later
from app.services.past_results import limits_of_leader
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text, listed
from workflows.parameters import DEFAULTS

Phrases = tuple[Text, ...]

_OVER = ("lapsed", "passed", "concluded", "failed", "terminated", "revoked", "archived")
_LOST = (
    *("withdrawn", "expired", "not_recommended", "closed_formal", "disqualified", "draft"),
    *("returned", "forfeited"),
)


def limit_findings(
    session: Session, proposal: Proposal, rules: Mapping[str, int], now: datetime
) -> Phrases:
    """Limits on numbers of proposals and projects, and conditions of leader and unit."""
    return (
        *_too_many_led_here(session, proposal, rules),
        *_too_many_of_unit(session, proposal, rules),
        *leader_findings(session, proposal.pi, proposal, rules, now),
        *_unit_too_young(proposal.lead_unit, rules, local_date(now)),
        *_too_little_own_money(proposal, rules),
    )


def leader_findings(
    session: Session, leader: Person, proposal: Proposal, rules: Mapping[str, int], now: datetime
) -> Phrases:
    """What the conditions of leaders say of this person leading this proposal."""
    return (
        *_too_many_running(session, leader, proposal, rules),
        *_leader_too_old(leader, rules, local_date(now)),
        *limits_of_leader(session, leader, rules, local_date(now)),
    )


def integrity_findings(session: Session, proposals: Sequence[Proposal], on: date) -> Phrases:
    """People and units of these proposals that are barred on that day, owe a refund, or have an
    acceptance overdue. Constant number of queries.
    """
    people, units = _parties(session, proposals)
    theirs = or_(Sanction.person_id.in_(people), Sanction.organisation_id.in_(units))
    return (
        *barred_on(session, theirs, on),
        *_owing(session, units),
        *_overdue(session, {p.pi_id for p in proposals}, {p.lead_unit_id for p in proposals}, on),
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


def _overdue(session: Session, leaders: set[int], units: set[int], on: date) -> Iterable[Text]:
    """Projects whose leader or lead unit let the acceptance pass (J16)."""
    due_before = months_later(on, -DEFAULTS["accept_apply_months"])
    late = and_(Project.state == "accept_due", Project.ends_on < due_before)
    blocked_from = months_later(on, -DEFAULTS["overdue_block_months"])
    failed_so = exists().where(
        History.case_kind == "project",
        History.case_id == Project.id,
        History.transition == "fail_overdue",
        History.at >= end_of_day(blocked_from),
    )
    rows = session.execute(
        select(Project.number, Proposal.title)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(
            or_(Proposal.pi_id.in_(leaders), Proposal.lead_unit_id.in_(units)),
            or_(late, and_(Project.state == "failed", failed_so)),
        )
        .order_by(Project.id)
    )
    return [
        *(
            Text(
                f"项目 {number}《{title}》逾期未验收",
                f"acceptance of project {number} “{title}” is overdue",
            )
            for number, title in rows
        ),
        *counting.overdue(session, leaders, units, due_before),
    ]


def _owing(session: Session, units: set[int]) -> Iterable[Text]:
    """Units that were told twice to pay back and did not (J20)."""
    names = session.scalars(
        select(Organisation.name)
        .join(Proposal, Proposal.lead_unit_id == Organisation.id)
        .join(Project, Project.proposal_id == Proposal.id)
        .join(Fund, Fund.project_id == Project.id)
        .where(Organisation.id.in_(units), Fund.state.in_(("defaulted", "referred")))
        .distinct()
        .order_by(Organisation.name)
    )
    return [Text(f"{n}有逾期未退的财政经费", f"{n} has a refund in default") for n in names]


def barred_person(session: Session, person_id: int, on: date) -> Phrases:
    """What bars this person on that day; a bar that ends tonight still counts today."""
    in_force = select(Sanction).where(
        Sanction.person_id == person_id,
        Sanction.starts_on <= on,
        or_(Sanction.ends_on.is_(None), Sanction.ends_on >= on),
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


def _parties(session: Session, proposals: Sequence[Proposal]) -> tuple[set[int], set[int]]:
    numbers = [p.id for p in proposals]
    people = {p.pi_id for p in proposals}
    members = session.scalars(
        select(ProposalMember.person_id).where(
            ProposalMember.proposal_id.in_(numbers), ProposalMember.declined_at.is_(None)
        )
    )
    people |= {number for number in members if number is not None}
    units = {p.lead_unit_id for p in proposals} | {
        u.organisation_id for p in proposals for u in p.units
    }
    return people, units


def _too_many_led_here(
    session: Session, proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    others = session.scalars(
        select(Proposal.title).where(
            Proposal.call_id == proposal.call_id,
            Proposal.pi_id == proposal.pi_id,
            Proposal.id != proposal.id,
            Proposal.state.not_in(_LOST),
            # Whoever lost a round of an item may bid again (B8).
            or_(Proposal.item_id.is_(None), Proposal.state != "not_selected"),
        )
    ).all()
    most = rules["lead_per_call_most"]
    if len(others) >= most:
        yield Text(
            "同一指南每人限主持申报 {most} 项，已有{titles}",
            "one person may lead {most} in one call, and leads {titles}",
        ).format(most=most, titles=listed(Text(f"《{t}》", f"“{t}”") for t in others))


def _too_many_of_unit(
    session: Session, proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    if proposal.item_id is not None:
        yield from _too_many_for_item(session, proposal, rules)
        return
    count = session.scalar(
        select(func.count(Proposal.id)).where(
            Proposal.call_id == proposal.call_id,
            Proposal.lead_unit_id == proposal.lead_unit_id,
            Proposal.id != proposal.id,
            Proposal.state.not_in(_LOST),
        )
    )
    most = rules["unit_per_call_most"]
    if (count or 0) >= most:
        yield Text(
            f"{proposal.lead_unit.name}本批限申报 {most} 项，已提交 {count} 项",
            f"{proposal.lead_unit.name} may submit {most} in this call and has {count}",
        )


def _too_many_for_item(
    session: Session, proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    """One unit leads one bid for an item (B4); it learns of no bids but its own."""
    count = session.scalar(
        select(func.count(Proposal.id)).where(
            Proposal.item_id == proposal.item_id,
            Proposal.lead_unit_id == proposal.lead_unit_id,
            Proposal.id != proposal.id,
            Proposal.state.not_in((*_LOST, "unit_review", "not_selected")),
        )
    )
    most = rules["unit_per_item_most"]
    if (count or 0) >= most:
        yield Text(
            f"{proposal.lead_unit.name}对同一榜题限牵头揭榜 {most} 项，已有 {count} 项",
            f"{proposal.lead_unit.name} may lead {most} for one item and has {count}",
        )


def _too_many_running(
    session: Session, leader: Person, proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    """Beside the project that this proposal may have become."""
    running = (
        select(func.count(func.distinct(Project.id)))
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Project.state.not_in(_OVER), Proposal.id != proposal.id)
    )
    led = session.scalar(running.where(Proposal.pi_id == leader.id)) or 0
    led += counting.running_led(session, leader)
    member = select(ProposalMember.proposal_id).where(
        ProposalMember.person_id == leader.id, ProposalMember.confirmed_at.is_not(None)
    )
    joined = (
        session.scalar(running.where(Proposal.id.in_(member), Proposal.pi_id != leader.id)) or 0
    )
    if led >= rules["lead_running_most"]:
        most = rules["lead_running_most"]
        yield Text(
            f"{leader.name}主持在研项目 {led} 项，已达上限 {most} 项",
            f"{leader.name} leads {led} running projects; the limit is {most}",
        )
    if led + joined >= rules["take_part_most"]:
        most = rules["take_part_most"]
        yield Text(
            f"{leader.name}主持和参加在研项目 {led + joined} 项，已达上限 {most} 项",
            f"{leader.name} is in {led + joined} running projects; the limit is {most}",
        )


def _leader_too_old(leader: Person, rules: Mapping[str, int], today: date) -> Iterable[Text]:
    """Age at the start of the year (domain §3.5, S12); 0 means no limit."""
    most = rules["age_most"]
    if most and leader.born_on is None:
        yield Text(
            f"{leader.name}尚未在个人资料中填写出生日期",
            f"the account of {leader.name} lacks the date of birth",
        )
    elif most and leader.born_on:
        age = _age(leader.born_on, date(today.year, 1, 1))
        if age > most:
            yield Text(
                f"{leader.name}年初已满 {age} 周岁，超过 {most} 周岁",
                f"{leader.name} was {age} at the start of the year; the limit is {most}",
            )


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _unit_too_young(unit: Organisation, rules: Mapping[str, int], today: date) -> Iterable[Text]:
    least = rules["unit_age_years_least"]
    if unit.registered_on and _age(unit.registered_on, today) < least:
        yield Text(
            f"{unit.name}注册未满 {least} 年",
            f"{unit.name} has been registered for less than {least} years",
        )


def _too_little_own_money(proposal: Proposal, rules: Mapping[str, int]) -> Iterable[Text]:
    """Enterprises bring own money; universities and institutes need none (domain §3.6)."""
    least = rules["matching_percent_least"]
    if proposal.lead_unit.kind == "enterprise" and (
        proposal.matching * 100 < proposal.requested * least
    ):
        yield Text(
            f"企业牵头的自筹经费不得低于申请经费的 {least}%",
            f"an enterprise that leads brings at least {least}% of the funds asked for",
        )
