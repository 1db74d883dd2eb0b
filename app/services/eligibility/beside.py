"""限项 within one call or one item: what a leader and a unit send beside each other, and who
is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.asked import keep, once
from app.models import Item, Organisation, Person, Proposal
from app.services.eligibility.mergers import answering, together, under_other_names
from app.services.eligibility.record import LOST
from app.services.eligibility.waived import counted, of_proposal
from workflows.engine.text import Text, listed


def too_many_here(session: Session, proposal: Proposal, rules: Mapping[str, int]) -> Iterable[Text]:
    """Beside this one, of its leader and of its unit."""
    others = _others(session, proposal)
    yield from _too_many_led(others, proposal, rules)
    yield from _too_many_of_unit(others, proposal, rules)


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


def _too_many_led(
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
