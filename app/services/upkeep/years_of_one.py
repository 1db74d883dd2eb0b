"""Arrangements of years that one alone entered, before it took two: orders in force since then."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import AnnouncedYear, OrderedDays, Person
from app.services.calendars import forget_calendar
from workflows.engine.calendar import local_date

_NUMBER_MOST = 100


def carry_over(session: Session) -> list[OrderedDays]:
    """The newest entry of each year that is no order yet: confirmed when it was entered, by nobody
    else. The day it was entered stands for that of its document, which was not recorded. Written
    by a session of the house, so that they bear their seals."""
    carried = [_order(session, one) for one in _not_carried(session)]
    session.add_all(carried)
    forget_calendar(session)
    return carried


def _not_carried(session: Session) -> Iterator[AnnouncedYear]:
    newest = select(func.max(AnnouncedYear.id)).group_by(AnnouncedYear.year)
    found = session.scalars(select(AnnouncedYear).where(AnnouncedYear.id.in_(newest)))
    alone = OrderedDays.is_confirmed & OrderedDays.decided_by_id.is_(None)
    there = session.execute(select(OrderedDays.year, OrderedDays.entered_at).where(alone))
    known = {(year, at) for year, at in there}
    return (one for one in found if (one.year, one.entered_at) not in known)


def _order(session: Session, one: AnnouncedYear) -> OrderedDays:
    return OrderedDays(
        year=one.year,
        issuer="",
        document_number=one.source[:_NUMBER_MOST],
        document_date=local_date(one.entered_at),
        days_off=one.days_off,
        working_days=one.working_weekends,
        entered_by=session.get_one(Person, one.entered_by_id),
        entered_at=one.entered_at,
        is_confirmed=True,
        decided_at=one.entered_at,
    )
