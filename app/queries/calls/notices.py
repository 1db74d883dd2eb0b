"""What stands on a public notice. One may have thousands of items: a page of them by key, one of
them, or all of them for a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Exists,
    Select,
    and_,
    bindparam,
    exists,
    false,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, contains_eager, load_only

from app.asked import Listed
from app.models import (
    Call,
    DecisionItem,
    History,
    Notice,
    NoticeItem,
    Organisation,
    Person,
    Proposal,
)
from app.services.finding.words import plainly

SIZE = 50
WORDS_MOST = 60


NOTICES = Listed(Notice, Notice.call_id == bindparam("call"), order=(Notice.id,))
"""Of a call, also those withdrawn."""


def is_to_be_noticed() -> ColumnElement[bool]:
    """Decided for award, and on no published notice yet, which shows with it and no sooner: of the
    list, or promoted, amended or resolved on since."""
    chosen = exists().where(
        DecisionItem.proposal_id == Proposal.id, DecisionItem.outcome == "propose"
    )
    for_award = or_(chosen.correlate(Proposal), _promoted().correlate(Proposal))
    return or_(
        Proposal.state == "proposed",
        and_(Proposal.state == "awaiting_notice", for_award),
        is_promoted_untold(),
    )


def is_reviewed_after_notice() -> ColumnElement[bool]:
    """An objection to its scores was upheld (P17): it keeps the place it was chosen for until it is
    resolved on."""
    was_on_notice = exists().where(NoticeItem.proposal_id == Proposal.id).correlate(Proposal)
    return and_(Proposal.state.in_(("re_review", "scored")), was_on_notice)


def is_promoted_untold() -> ColumnElement[bool]:
    """Called from the reserve, where it stands until it is on a notice of its own."""
    return and_(Proposal.state == "reserve", _promoted().correlate(Proposal))


def was_promoted(session: Session, proposal: Proposal) -> bool:
    """Decided as a reserve, and called since."""
    return bool(session.scalar(select(_promoted()).where(Proposal.id == proposal.id)))


def _promoted() -> Exists:
    return exists().where(
        History.case_kind == Proposal.kind,
        History.case_id == Proposal.id,
        History.transition == "promote",
    )


def is_left_to_supervision() -> ColumnElement[bool]:
    """Of a proposal: its notice is over, and a bar keeps it from its award."""
    return _left_last("leave_to_supervision")


def is_left_to_its_unit() -> ColumnElement[bool]:
    """The same where only what its side owes does."""
    return _left_last("leave_to_its_unit", "leave_uncleared")


def is_left_uncleared() -> ColumnElement[bool]:
    """And its side did not clear it in time."""
    return _left_last("leave_uncleared")


def _left_last(*transitions: str) -> ColumnElement[bool]:
    """A bar may come while it is left to its unit, and end before the debt does."""
    newest = (
        select(History.transition)
        .where(*_LEFT, History.at >= Proposal.state_entered_at)
        .order_by(History.id.desc())
        .limit(1)
    )
    is_left = newest.correlate(Proposal).scalar_subquery().in_(transitions)
    return and_(Proposal.state == "notice", func.coalesce(is_left, false()))


_LEFT = (
    History.case_kind == Proposal.kind,
    History.case_id == Proposal.id,
    History.transition.in_(("leave_to_supervision", "leave_to_its_unit", "leave_uncleared")),
)


def left_to_its_unit_at(session: Session, proposal: Proposal) -> datetime | None:
    """When its side was told last to clear what it owes."""
    left = select(func.max(History.at)).where(
        *_LEFT,
        History.transition == "leave_to_its_unit",
        Proposal.id == proposal.id,
        is_left_to_its_unit(),
    )
    return session.scalar(left)


def list_is_told(session: Session, call: Call) -> bool:
    return not session.scalar(select(is_untold()).where(Call.id == call.id))


def is_untold() -> ColumnElement[bool]:
    """Of a call: its list is decided, and has been on no public notice."""
    published = exists().where(Notice.call_id == Call.id, Notice.state.in_(("published", "ended")))
    return and_(Call.state == "notice", not_(published.correlate(Call)))


def is_reserve_untold() -> ColumnElement[bool]:
    """Decided as a reserve, and told of no result yet."""
    reserve = exists().where(
        DecisionItem.proposal_id == Proposal.id, DecisionItem.outcome == "reserve"
    )
    return and_(Proposal.state == "awaiting_notice", reserve.correlate(Proposal))


def has_notice() -> Exists:
    """Of a call: a public notice of its list is drafted or was published."""
    return exists().where(Notice.call_id == Call.id, Notice.state != "withdrawn").correlate(Call)


def is_left_to_the_meeting() -> ColumnElement[bool]:
    """Of a call: without a notice, and nobody is left whom the office puts on one or has to tell of
    being in reserve."""
    for_the_office = exists().where(
        Proposal.call_id == Call.id, or_(is_to_be_noticed(), is_reserve_untold())
    )
    return and_(Call.state == "notice", not_(has_notice()), not_(for_the_office.correlate(Call)))


def drafted_for_notice() -> Select[Any]:
    """Ids of proposals that stand in a notice which is drafted and not published."""
    return select(NoticeItem.proposal_id).join(Notice).where(Notice.state == "draft")


def items_of(notice: Notice, words: str = "") -> Select[Any]:
    """In the order they were drafted in; of those words only what everybody reads
    there, the title and the lead unit."""
    query = (
        select(NoticeItem)
        .join(NoticeItem.proposal)
        .join(Proposal.lead_unit)
        .join(Proposal.pi)
        .options(
            contains_eager(NoticeItem.proposal).options(
                load_only(Proposal.title, Proposal.state),
                contains_eager(Proposal.lead_unit).load_only(Organisation.name),
                contains_eager(Proposal.pi).load_only(Person.name),
            )
        )
        .where(NoticeItem.notice_id == notice.id)
        .order_by(NoticeItem.id)
    )
    return query.where(*says(words, Proposal.title, Organisation.name))


def says(words: str, *shown: InstrumentedAttribute[str]) -> Iterator[ColumnElement[bool]]:
    """Every word stands in one of the columns shown, as it was typed or in its plain form: what is
    shown may be written in wide signs."""
    for word in words.split():
        forms = tuple(dict.fromkeys((word, plainly(word))))
        yield or_(*(one.icontains(form, autoescape=True) for one in shown for form in forms))


def item_of(session: Session, notice: Notice, number: int) -> NoticeItem | None:
    return session.scalars(items_of(notice).where(NoticeItem.id == number)).first()


def lines_of(session: Session, notice: Notice) -> Iterable[tuple[str, str, str, int]]:
    """Title, lead unit, leader and amount (分) of every item; no more is read of them."""
    rows = session.execute(
        select(Proposal.title, Organisation.name, Person.name, NoticeItem.amount)
        .select_from(NoticeItem)
        .join(Proposal, Proposal.id == NoticeItem.proposal_id)
        .join(Organisation, Organisation.id == Proposal.lead_unit_id)
        .join(Person, Person.id == Proposal.pi_id)
        .where(NoticeItem.notice_id == notice.id)
        .order_by(NoticeItem.id)
    )
    return ((title, unit, leader, amount) for title, unit, leader, amount in rows)


def names_leaders(notice: Notice) -> bool:
    """Where the call says so, and while the notice runs: until then nobody else comes to lead
    (P21). Once it is over its letter says who led, and the page holds no more of anybody."""
    return notice.state == "published" and bool(notice.call.parameters["leader_on_notice"])
