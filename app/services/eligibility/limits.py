"""限项: limits on numbers of proposals and projects, and conditions of leader and unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.asked import keep, once
from app.models import Item, Organisation, Person, Proposal, ProposalVersion
from app.services.eligibility import units
from app.services.eligibility.engaged import too_many_months
from app.services.eligibility.mergers import answering, together, under_other_names
from app.services.eligibility.record import LOST, Record, record_of
from app.services.eligibility.running import running_beside
from app.services.eligibility.waived import Phrases, counted, of_proposal, unwaived
from app.services.months import months_later, whole_years
from workflows.engine.calendar import end_of_day, local_date
from workflows.engine.text import Text, listed

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
    others = _others(session, proposal)
    found = (
        *_too_many_led_here(others, proposal, rules),
        *_too_many_of_unit(others, proposal, rules),
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


@dataclass(frozen=True, slots=True)
class _Other:
    """Another proposal of the same call that this leader or this unit has sent, or a unit that
    answers together with it."""

    id: int
    title: str
    state: str
    pi_id: int
    is_of_unit: bool
    item_id: int | None
    leader: str
    unit: str
    has_place: bool


def read_others(session: Session, proposals: Sequence[Proposal]) -> None:
    """What is beside each of several, for whoever then asks for the findings on it."""
    for number, found in _beside(session, proposals).items():
        keep(session, ("others", number), found)


def _others(session: Session, proposal: Proposal) -> Sequence[_Other]:
    question = "others", proposal.id
    return once(session, question, lambda: _beside(session, [proposal])[proposal.id])


def _beside(session: Session, proposals: Sequence[Proposal]) -> Mapping[int, Sequence[_Other]]:
    """A bid under seal counts while this one is its own side's affair, too: what is read by others
    tells of none (B4)."""
    closed = {one.id for one in proposals if one.is_closed_bid}
    found: dict[int, dict[int, _Other]] = {one.id: {} for one in proposals}
    for this, is_opened, *row in session.execute(_OTHERS, {"these": tuple(found)}):
        other = _Other(*row)
        if (is_opened or this in closed) and (other.is_of_unit or other.id not in found[this]):
            found[this][other.id] = other
    return {this: [others[number] for number in sorted(others)] for this, others in found.items()}


_IS_VOUCHED_FOR = and_(
    Person.unit_confirmed_at.is_not(None),
    Person.organisation_id == func.coalesce(Organisation.merged_into_id, Organisation.id),
)
_HAS_PLACE = or_(Proposal.state != "unit_review", _IS_VOUCHED_FOR)
"""Whom the unit has not confirmed takes none of its places before its seal."""
_OPENED = or_(Proposal.item_id.is_(None), Proposal.opened_at.is_not(None))
_THIS, _UNIT, _KIN = aliased(Proposal), aliased(Organisation), aliased(Organisation)
_ROOT = func.coalesce(_UNIT.merged_into_id, _UNIT.id)


def _of_call(*, is_of_unit: bool) -> Any:
    return (
        select(
            *(_THIS.id, _OPENED, Proposal.id, Proposal.title, Proposal.state, Proposal.pi_id),
            *(literal(is_of_unit), Proposal.item_id, Person.name, Organisation.name, _HAS_PLACE),
        )
        .join(Proposal, Proposal.call_id == _THIS.call_id)
        .join(Proposal.pi)
        .join(Proposal.lead_unit)
        .where(
            _THIS.id.in_(bindparam("these", expanding=True)),
            Proposal.id != _THIS.id,
            Proposal.state.not_in(LOST),
        )
    )


_OTHERS = union_all(
    _of_call(is_of_unit=False).where(Proposal.pi_id == _THIS.pi_id),
    _of_call(is_of_unit=True)
    .join(_UNIT, _UNIT.id == _THIS.lead_unit_id)
    .join(_KIN, or_(_KIN.id == _ROOT, _KIN.merged_into_id == _ROOT))
    .where(Proposal.lead_unit_id == _KIN.id),
)
"""Those of the same leader, and those of the unit or of what answers together with it: each found
by an index."""


def _too_many_led_here(
    others: Sequence[_Other], proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    """Whoever lost a round of an item may bid again (B8)."""
    led = [
        other
        for other in others
        if other.pi_id == proposal.pi_id
        and (other.item_id is None or other.state != "not_selected")
    ]
    most = rules["lead_per_call_most"]
    if len(led) >= most:
        words = Text(
            "同一指南每人限主持申报 {most} 项，已有{titles}",
            "each person may lead at most {most} in one call; already leading {titles}",
        ).format(most=most, titles=listed(Text(f"《{o.title}》", f"“{o.title}”") for o in led))
        yield counted("lead_per_call_most", words, (of_proposal(o.id) for o in led))


def _too_many_of_unit(
    others: Sequence[_Other], proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    if proposal.state == "draft" and not hears_of_unit(proposal):
        return
    if proposal.item is not None:
        yield from _too_many_for_item(others, proposal, rules)
        return
    of_unit = [other for other in others if other.is_of_unit and other.has_place]
    most = rules["unit_per_call_most"]
    if len(of_unit) >= most:
        words = Text(
            "{unit}本批限申报 {most} 项，已提交 {count} 项{under}",
            "{unit} may submit at most {most} in this call and has submitted {count}{under}",
        ).format(
            unit=proposal.lead_unit.name,
            most=most,
            count=len(of_unit),
            under=under_other_names(proposal.lead_unit, [other.unit for other in of_unit]),
        )
        yield counted("unit_per_call_most", words, (of_proposal(o.id) for o in of_unit))


def _too_many_for_item(
    others: Sequence[_Other], proposal: Proposal, rules: Mapping[str, int]
) -> Iterable[Text]:
    """One unit leads one bid for an item (B4); it learns of no bids but its own."""
    leaders = [
        other.leader
        for other in others
        if other.item_id == proposal.item_id and other.is_of_unit and other.state not in _NOT_SEALED
    ]
    yield from _led_already(proposal.lead_unit, leaders, rules)


def too_many_for_item(
    session: Session, item: Item, unit: Organisation, leader: Person, rules: Mapping[str, int]
) -> Iterable[Text]:
    """The same before this person writes anything of a bid."""
    if not hears_of_bids(item, leader):
        return
    led = led_by_others(session, item, unit.id, leader)
    sealed = [name for name, state in led if state not in (*LOST, *_NOT_SEALED)]
    yield from _led_already(unit, sealed, rules)


def led_by_others(
    session: Session, item: Item, unit: int | None, person: Person
) -> Sequence[tuple[str, str]]:
    """Who else leads a bid of this unit, by its id, for the item: the name, and the state of the
    bid; also where it is lost."""

    def ask() -> list[tuple[str, str]]:
        rows = session.execute(
            select(Person.name, Proposal.state)
            .join(Proposal, Proposal.pi_id == Person.id)
            .where(
                Proposal.item_id == item.id,
                Proposal.lead_unit_id.in_(answering([unit])),
                Proposal.pi_id != person.id,
            )
            .order_by(Proposal.id)
        )
        return [(name, state) for name, state in rows]

    return once(session, ("led by others", item.id, unit, person.id), ask)


def hears_of_unit(proposal: Proposal) -> bool:
    """Whether the leader is told what else the unit has sent: it has to know them. The unit itself
    is told before it seals."""
    leader, item = proposal.pi, proposal.item
    if leader.unit_confirmed_at is None or leader.organisation_id != together(proposal.lead_unit):
        return False
    return item is None or hears_of_bids(item, leader)


def hears_of_bids(item: Item, person: Person) -> bool:
    """Whether this person is told of the unit's bids that are still under seal. Anybody may name a
    unit as their own: whom it has not confirmed, or only since the item was posted, may be a rival
    who looks, and hears of them from those who seal for the unit."""
    posted = [one.published_at for one in item.versions if one.round == item.round]
    since = person.unit_confirmed_at
    return bool(posted) and since is not None and since <= min(posted)


_NOT_SEALED = ("unit_review", "not_selected")


def _led_already(
    unit: Organisation, leaders: Sequence[str], rules: Mapping[str, int]
) -> Iterable[Text]:
    most = rules["unit_per_item_most"]
    if len(leaders) >= most:
        yield Text(
            f"{unit.name}对同一榜题限牵头揭榜 {most} 项，{{leaders}}牵头的已盖章密封，截止前撤回后"
            "方可另报",
            f"{unit.name} may lead at most {most} bid(s) for one item, and the one led by "
            f"{{leaders}} is already sealed. Another can be made only if that one is withdrawn "
            "before the close",
        ).format(leaders=listed(leaders))


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
