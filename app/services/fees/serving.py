"""Who of a panel really served: whoever declined, was struck for a conflict or gave no opinion in
time gets nothing, and neither does anybody who takes part in managing (§3.1)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select, union
from sqlalchemy.orm import Session

from app.models import (
    ArgumentOpinion,
    Assessment,
    Case,
    Expert,
    Item,
    Organisation,
    Person,
    Review,
    ReviewGroup,
    RoleGrant,
)
from app.services.cases import panel_of
from app.services.open_call.arguing import ARGUED_IN
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.money.fees import MEETING, ONLINE
from workflows.roles import ADMINISTERS, Role

EXCLUDED: dict[str, Text] = {
    "left": Text("谢绝、退出或被更换", "Declined, left or replaced"),
    "struck": Text("因回避退出，或意见作废", "Stood aside, or opinion voided"),
    "unsigned": Text("未按时提交意见", "Did not submit an opinion on time"),
    "office": Text("参与项目管理，不得领取", "Takes part in project management: not eligible"),
}
"""Why a member of the panel gets nothing."""

_GONE = ("declined", "replaced")
MANAGES = ADMINISTERS | {Role.RECOMMENDER, Role.SYS_ADMIN}


@dataclass(frozen=True, slots=True)
class Served:
    """`files`: how many opinions were signed in time; `excluded` as in EXCLUDED, or empty."""

    expert: Expert
    files: int = 0
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """What a panel did; `is_over` once all of it is done, `form` is the usual one of such a
    panel."""

    members: tuple[Served, ...]
    served_at: datetime
    form: str
    is_over: bool = True

    @property
    def served_on(self) -> date:
        return local_date(self.served_at)


Panel = ReviewGroup | Item | Assessment
"""A need is argued by a panel that has no row of its own."""


def panel_on(session: Session, case: Case) -> Panel | None:
    return case if isinstance(case, ReviewGroup | Item) else panel_of(session, case)


def service_of(session: Session, panel: Panel | None, round_: int) -> Service | None:
    """In this round, as it counts by now; None where nobody has served. A review group has one."""
    match panel:
        case ReviewGroup():
            found = _of_group(session, panel) if round_ == 1 else None
        case Item():
            found = _of_argument(session, panel, round_)
        case Assessment():
            found = _of_assessors(panel, round_)
        case None:
            found = None
    return _without_office(session, found) if found else None


def _managing(session: Session, people: Collection[int], since: datetime) -> set[int]:
    """Who of these people works for the office, or took part in managing then or since."""
    still = or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > since)
    roles = RoleGrant.role.in_(sorted(MANAGES))
    held = select(RoleGrant.person_id).where(RoleGrant.person_id.in_(people), roles, still)
    of_office = select(Person.id).join(Person.organisation).where(Organisation.is_office)
    return set(session.scalars(union(held, of_office.where(Person.id.in_(people)))))


def _without_office(session: Session, found: Service) -> Service:
    people = [one.expert.person_id for one in found.members]
    of_office = _managing(session, people, found.served_at)
    members = (
        replace(one, excluded="office") if one.expert.person_id in of_office else one
        for one in found.members
    )
    return replace(found, members=tuple(members))


def _of_group(session: Session, group: ReviewGroup) -> Service | None:
    if group.state != "locked":
        return None
    reviews = session.scalars(select(Review).where(Review.group_id == group.id)).all()
    form = MEETING if group.purpose == "defence" else ONLINE
    return Service(tuple(_of_seats(group, reviews)), group.state_entered_at, form)


def _of_seats(group: ReviewGroup, reviews: Iterable[Review]) -> Iterator[Served]:
    """A substitute who was never called was no member."""
    by_expert: dict[int, list[Review]] = {}
    for review in reviews:
        by_expert.setdefault(review.expert_id, []).append(review)
    for seat in group.seats:
        own = by_expert.get(seat.expert_id, [])
        if own or not seat.is_substitute:
            yield _by_reviews(seat.expert, own, has_left=seat.left_reason is not None)


def _by_reviews(expert: Expert, own: Iterable[Review], *, has_left: bool) -> Served:
    own = list(own)
    counted = [one for one in own if one.state == "closed" and one.struck_at is None]
    if counted:
        return Served(expert, len(counted))
    if any(one.struck_at is not None or one.state == "recused" for one in own):
        return Served(expert, excluded="struck")
    gone = has_left or any(one.state in _GONE for one in own)
    return Served(expert, excluded="left" if gone else "unsigned")


def _of_argument(session: Session, item: Item, round_: int) -> Service | None:
    asked = ArgumentOpinion.item_id == item.id, ArgumentOpinion.round == round_
    opinions = session.scalars(select(ArgumentOpinion).where(*asked).order_by(ArgumentOpinion.id))
    written = {one.expert_id: one for one in opinions}
    signed = [one.signed_at for one in written.values() if one.signed_at is not None]
    if not signed:
        return None
    experts = session.scalars(select(Expert).where(Expert.id.in_(written)).order_by(Expert.id))
    members = tuple(
        _by_signature(expert, one.signed_at, has_left=one.left_reason is not None)
        for expert in experts
        for one in (written[expert.id],)
    )
    return Service(members, max(signed), ONLINE, is_over=item.state not in ARGUED_IN)


def _of_assessors(panel: Assessment, round_: int) -> Service | None:
    """Those who were asked in the round; another one may have had other members."""
    asked = [one for one in panel.opinions if one.round == round_]
    signed = [one.signed_at for one in asked if one.signed_at is not None]
    if not signed:
        return None
    members = tuple(
        Served(one.expert, excluded="struck")
        if one.state == "recused"
        else _by_signature(one.expert, one.signed_at, has_left=one.state in _GONE)
        for one in asked
    )
    is_over = all(one.state != "writing" for one in asked)
    return Service(members, max(signed), MEETING, is_over)


def _by_signature(expert: Expert, signed_at: datetime | None, *, has_left: bool) -> Served:
    """What was signed by who has left since counts no more."""
    if has_left:
        return Served(expert, excluded="struck" if signed_at is not None else "left")
    return Served(expert, 1) if signed_at is not None else Served(expert, excluded="unsigned")
