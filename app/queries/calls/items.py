"""Items (榜题) as lists: for the public, the demand side, the office, the experts who argue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.asked import Listed, hang, hanging_on
from app.models import (
    ArgumentOpinion,
    Call,
    Expert,
    Item,
    ItemQuestion,
    Letter,
    Person,
    Programme,
    Project,
    Proposal,
    TechnologyField,
)
from app.services.open_call.arguing import ARGUED_IN, closed_to, sign_until

OPEN, JUDGED, SETTLED = "open", "judged", "settled"
STANDINGS: dict[str, tuple[str, ...]] = {
    OPEN: ("posted", "paused"),
    JUDGED: (
        *("bid_closed", "vetted", "evaluated", "matching", "selected", "notice"),
        *("order_signed", "attacking", "user_test", "unclaimed", "revising"),
    ),
    SETTLED: ("succeeded", "voided", "failed", "converted", "delisted"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters of the public list; the last three are ids, None where anything is wanted."""

    standing: str = ""
    words: str = ""
    field: int | None = None
    programme: int | None = None
    list_: int | None = None


def public_items(wanted: Wanted) -> Select[Any]:
    """Those that have been posted; never a need, nor how many bids wait for one."""
    query, words = _listed().join(Item.call).where(Item.round > 0), wanted.words
    if wanted.standing in STANDINGS:
        query = query.where(Item.state.in_(STANDINGS[wanted.standing]))
    if words:
        found = (part.contains(words, autoescape=True) for part in (Item.title, Item.target))
        query = query.where(or_(*found))
    if wanted.field is not None:
        query = query.where(Item.technology_field_id == wanted.field)
    if wanted.programme is not None:
        query = query.where(Call.programme_id == wanted.programme)
    if wanted.list_ is not None:
        query = query.where(Item.call_id == wanted.list_)
    return query.order_by(Item.state != "posted", Item.close_at, Item.id)


def fields_posted(session: Session) -> Sequence[TechnologyField]:
    """The fields of technology that some posted item is of."""
    used = select(Item.technology_field_id).where(Item.round > 0)
    return session.scalars(
        select(TechnologyField).where(TechnologyField.id.in_(used)).order_by(TechnologyField.id)
    ).all()


def programmes_posted(session: Session) -> Sequence[Programme]:
    used = select(Call.programme_id).join(Item, Item.call_id == Call.id).where(Item.round > 0)
    return session.scalars(
        select(Programme).where(Programme.id.in_(used)).order_by(Programme.id)
    ).all()


def public_item(session: Session, number: int) -> Item | None:
    item = session.scalars(_listed().where(Item.id == number, Item.round > 0)).first()
    if item is not None:
        hang(session, item, parts(), item=item.id)
    return item


@cache
def parts() -> Mapping[str, Listed[Any]]:
    """What hangs on an item, by the names of the attributes."""
    lists = Item.metrics, Item.nodes, Item.versions
    return {one.key: hanging_on(one, "item") for one in lists}


def whole_items() -> Select[Any]:
    """With what a posting says."""
    return _listed().options(selectinload(Item.metrics), selectinload(Item.nodes))


def winner_of(session: Session, item: Item) -> Proposal | None:
    """Whose notice has passed; until then the notice itself names whom it is about."""
    return session.scalars(
        select(Proposal)
        .where(Proposal.item_id == item.id, Proposal.state.in_(("approved", "contracted")))
        .options(joinedload(Proposal.lead_unit))
    ).first()


def stopped_project(session: Session, winner: Proposal | None) -> Project | None:
    """The project of this bid while it is stopped."""
    if winner is None:
        return None
    return session.scalars(
        select(Project).where(Project.proposal_id == winner.id, Project.state == "stopped")
    ).first()


def items_of_call(call: Call) -> Select[Any]:
    """For the office: needs in draft are the demand side's own affair."""
    return _listed().where(Item.call_id == call.id, Item.state != "draft").order_by(Item.id)


def items_of_bids(session: Session, bids: Collection[int]) -> frozenset[int]:
    """Ids of the items that these bids, by their ids, are for, as far as they have been opened."""
    if not bids:
        return frozenset()
    opened = select(Proposal.item_id).where(
        Proposal.id.in_(bids), Proposal.opened_at.is_not(None), Proposal.item_id.is_not(None)
    )
    return frozenset(number for number in session.scalars(opened) if number is not None)


def needs_of(person: Person) -> Select[Any]:
    return _listed().where(Item.contact_id == person.id).order_by(Item.id.desc())


def collecting_lists(now: datetime) -> Select[Any]:
    return (
        select(Call)
        .where(Call.state == "collecting", or_(Call.close_at.is_(None), Call.close_at > now))
        .order_by(Call.close_at, Call.id)
    )


def questions_of(session: Session, item: Item, *, answered: bool) -> Sequence[ItemQuestion]:
    """The public reads a question with its answer; whoever answers also reads what is open."""
    query = select(ItemQuestion).where(ItemQuestion.item_id == item.id).order_by(ItemQuestion.id)
    if answered:
        query = query.where(ItemQuestion.answered_at.is_not(None))
    return session.scalars(query).all()


def arguments_of(session: Session, person: Person) -> Sequence[tuple[Item, datetime | None]]:
    """What this person is drawn to argue and has not, and until when."""
    rows = session.execute(_TO_ARGUE, {"person": person.id})
    return [
        (item, sign_until(item, opinion))
        for item, opinion in rows
        if closed_to(item, opinion) is None
    ]


_TO_ARGUE = (
    select(Item, ArgumentOpinion)
    .join(ArgumentOpinion, ArgumentOpinion.item_id == Item.id)
    .join(Expert, Expert.id == ArgumentOpinion.expert_id)
    .where(
        Expert.person_id == bindparam("person"),
        Item.state.in_(ARGUED_IN),
        ArgumentOpinion.signed_at.is_(None),
        ArgumentOpinion.left_reason.is_(None),
    )
    .options(joinedload(Item.call))
    .order_by(Item.id)
)


def argument_of(session: Session, item: Item, person: Person) -> ArgumentOpinion | None:
    """The opinion this person is to give, or gave last."""
    return session.scalars(
        select(ArgumentOpinion)
        .join(Expert, Expert.id == ArgumentOpinion.expert_id)
        .where(ArgumentOpinion.item_id == item.id, Expert.person_id == person.id)
        .order_by(ArgumentOpinion.round.desc(), ArgumentOpinion.id.desc())
    ).first()


def public_letters(session: Session, item: Item) -> Sequence[Letter]:
    about_item = (Letter.about_kind == Item.kind) & (Letter.about_id == item.id)
    about_list = (Letter.about_kind == Call.kind) & (Letter.about_id == item.call_id)
    return session.scalars(
        select(Letter)
        .where(or_(about_item, about_list), Letter.is_public, Letter.state == "filed")
        .options(joinedload(Letter.number))
        .order_by(Letter.id)
    ).all()


def _listed() -> Select[Any]:
    return select(Item).options(
        joinedload(Item.call).joinedload(Call.programme),
        joinedload(Item.demander),
        joinedload(Item.technology_field),
    )
