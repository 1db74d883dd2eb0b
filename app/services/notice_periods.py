"""Until when public notices run: of a list, of the results of a stage, of an acceptance. The end is
kept with what is on notice, for lists are sorted by it and letters name it; here it is reckoned
from its rule, when the notice begins, goes on after a pause (C13), or days are ordered while it
runs. Never to an earlier day than everybody has read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from app.asked import Listed
from app.models import Acceptance, Call, Case, History, Notice, Stage
from app.services.calendars import working_calendar
from app.services.cases import case_id
from workflows.engine.calendar import end_of_day, last_day, local_date
from workflows.engine.notice_period import notice_to
from workflows.race import stage_terms

LENGTHENED = "notice_lengthened"
"""What is noted of a notice, with `source`, and its last day `before` and `after`."""


def working_days(call: Call) -> int:
    return call.parameters["notice_working_days"]


def ends_if_published(session: Session, call: Call, on: date) -> date:
    return notice_to(working_calendar(session), on, working_days(call))


def of_list(session: Session, notice: Notice) -> None:
    assert notice.starts_on is not None, "a published notice has its period"
    stood, days = _stood_still(session, notice), working_days(notice.call)
    last = notice_to(working_calendar(session), notice.starts_on, days, stood)
    notice.ends_on = _no_earlier(last, notice.ends_on)
    notice.ends_at = end_of_day(notice.ends_on)


def of_stage(session: Session, stage: Stage) -> None:
    assert stage.notice_from is not None, "it is on notice"
    rules, published_on = stage.race.call.parameters, stage.notice_from - timedelta(days=1)
    last = stage_terms.notice_to(working_calendar(session), rules, published_on)
    stage.notice_to = _no_earlier(last, stage.notice_to)


def of_acceptance(session: Session, case: Acceptance) -> None:
    """Whole days after the day of publication; the last is no day off (Civil Code 203)."""
    assert case.notice_starts_on is not None, "it is on notice"
    days = case.project.proposal.call.parameters["accept_notice_days"]
    ends = working_calendar(session).end_of_published_term(case.notice_starts_on, days)
    case.notice_ends_on = _no_earlier(last_day(ends), case.notice_ends_on)


def lengthened(session: Session, case: Case) -> Sequence[History]:
    """What the history says of it."""
    return LENGTHENINGS.of(session, kind=case.kind, case=case_id(case))


LENGTHENINGS = Listed(
    History,
    History.transition == LENGTHENED,
    History.case_kind == bindparam("kind"),
    History.case_id == bindparam("case"),
    order=(History.id,),
)


def _no_earlier(day: date, published: date | None) -> date:
    return day if published is None else max(day, published)


def _stood_still(session: Session, notice: Notice) -> list[tuple[date, date]]:
    """The pauses of its call since it was published, but for one that lasts."""
    call = notice.call
    if not call.stops_as_one:
        return []
    moves = session.execute(
        select(History.at, History.target)
        .where(
            History.case_kind == call.kind,
            History.case_id == call.id,
            History.at >= notice.state_entered_at,
            or_(History.source == _PAUSED, History.target == _PAUSED),
            History.source != History.target,
        )
        .order_by(History.id)
    )
    found, paused_on = [], None
    for at, target in moves:
        if target == _PAUSED:
            paused_on = local_date(at)
        elif paused_on is not None:
            found.append((paused_on, local_date(at)))
            paused_on = None
    return found


_PAUSED = "paused"
