"""A paused call: its windows and public notices stand still and get their days back (C13). A list
is not meant: its items have windows of their own (`app.services.open_call.publishing`)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, History, Notice, NoticeItem, Proposal
from app.services import notice_periods
from app.services.calendars import working_calendar
from app.services.door.timers import refresh_timers
from workflows.engine.calendar import local_date

_HAS_A_WINDOW = frozenset({"published", "open", "recommending"})
WAITS_FOR_THE_CLOSE = ("draft", "unit_review", "recommend_review", "formal_check")
"""States of a proposal whose deadlines count from the close or from the end of recommendation."""


def refresh_waiting(session: Session, call: Call, now: datetime) -> None:
    """The deadlines of all that wait for the windows of this call, after these were moved."""
    session.flush()
    waiting = select(Proposal).where(
        Proposal.call_id == call.id, Proposal.state.in_(WAITS_FOR_THE_CLOSE)
    )
    for proposal in session.scalars(waiting):
        refresh_timers(session, proposal, now)


def stop(session: Session, call: Call, now: datetime) -> None:
    refresh_waiting(session, call, now)
    for notice in _running_notices(session, call):
        _refresh_notice(session, notice, now)


def run_again(session: Session, call: Call, now: datetime) -> None:
    """Windows end later by every day on which they stood, the first and the last included; notices
    run for the working days that were left of them."""
    paused_at = session.scalars(
        select(History.at)
        .where(
            History.case_kind == call.kind,
            History.case_id == call.id,
            History.target == "paused",
            History.source != "paused",
        )
        .order_by(History.id.desc())
        .limit(1)
    ).one()
    if call.paused_from in _HAS_A_WINDOW:
        _move_windows(session, call, paused_at, now)
    refresh_waiting(session, call, now)
    for notice in _running_notices(session, call):
        notice_periods.of_list(session, notice)
        _refresh_notice(session, notice, now)


def _move_windows(session: Session, call: Call, paused_at: datetime, now: datetime) -> None:
    """No window ends on a day off for it."""
    calendar, days = working_calendar(session), (local_date(now) - local_date(paused_at)).days + 1
    for name in ("open_at", "close_at", "recommend_until"):
        moment = getattr(call, name)
        if moment is not None and moment > paused_at:
            setattr(call, name, calendar.later(moment, days))


def _running_notices(session: Session, call: Call) -> list[Notice]:
    running = select(Notice).where(Notice.call_id == call.id, Notice.state == "published")
    return list(session.scalars(running.order_by(Notice.id)))


def _refresh_notice(session: Session, notice: Notice, now: datetime) -> None:
    session.flush()
    refresh_timers(session, notice, now)
    listed = select(Proposal).join(NoticeItem, NoticeItem.proposal_id == Proposal.id)
    for proposal in session.scalars(listed.where(NoticeItem.notice_id == notice.id)):
        refresh_timers(session, proposal, now)
