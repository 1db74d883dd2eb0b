"""Terms that are counted in days: whether they run into a year whose days off nobody knows yet, and
reckoned anew once the days are known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import chinese_working_calendar
from app.models import Case, Person, Timer
from app.services import history, kept_ends
from app.services.calendars import unannounced_year
from app.services.cases import CASES, case_id, load_case, state_of, workflow_of
from app.services.door.awaiting import turn_of
from app.services.door.timers import refresh_timers
from app.services.door.turns import take_turn
from app.services.notice_periods import LENGTHENED
from app.services.open_call.being_signed import project_signed_for
from app.services.telling.messages import tell_holders, title_of
from workflows.engine.calendar import SHANGHAI, last_day, local_date
from workflows.engine.model import After
from workflows.engine.text import Text
from workflows.parts.messages.topics import TERM
from workflows.parts.messages.wording import say
from workflows.roles import Role

MOVED = "term_moved"


@dataclass(frozen=True, slots=True)
class Announced:
    """Days that have become known: which, by what document, and the first that may differ."""

    what: Text
    source: str
    first: date


def uncertain_year(session: Session, case: object) -> int | None:
    """The year in which the present term of the case ends, where the term is counted in days and
    the days off of that year have not been announced. A moment that was set stays as it is."""
    if not isinstance(case, Case) or case.due_at is None:
        return None
    ends_on = local_date(case.due_at)
    if ends_on.year in chinese_working_calendar().known_years:
        return None
    is_counted = isinstance(state_of(case).due, After)
    return unannounced_year(session, ends_on) if is_counted else None


def reckon_anew(
    session: Session, announced: Announced, by: Person, role: Role, now: datetime
) -> int:
    """Once days off are known, or known better: every running term that ends on the first of them
    or later follows them; its history says why, and whoever is awaited is told of the new day.
    Returns how many changed.

    A public notice is only lengthened.
    """
    take_turn(session)

    def note(case: Case, what: str, before: date, after: date) -> None:
        days = {"before": before.isoformat(), "after": after.isoformat()}
        given = {"source": announced.source} | days
        history.note(session, case, what, actor_id=by.id, role=role, now=now, given=given)

    kept_ends.put_off(session, announced.first, now)
    lengthened = kept_ends.lengthen_notices(session, announced.first, now)
    for case, (first, then) in lengthened.items():
        note(case, LENGTHENED, first, then)
    session.flush()
    changed = 0
    for case in _running_into(session, announced.first):
        before = case.due_at
        refresh_timers(session, case, now)
        if before is not None and case.due_at is not None and case.due_at != before:
            if case not in lengthened:
                note(case, MOVED, last_day(before), last_day(case.due_at))
            _tell(session, case, before, announced, now)
            changed += 1
    session.flush()
    return changed


def _running_into(session: Session, day: date) -> list[Case]:
    first = datetime.combine(day, time(), SHANGHAI).astimezone(UTC)
    timed = session.execute(
        select(Timer.case_kind, Timer.case_id).where(Timer.due_at >= first).distinct()
    )
    found = {(kind, number) for kind, number in timed}
    for kind, model in CASES.items():
        ending = session.scalars(select(model.id).where(model.due_at >= first))
        found |= {(kind, number) for number in ending}
    cases = (load_case(session, kind, number, lock=True) for kind, number in sorted(found))
    return [case for case in cases if case is not None]


def _tell(
    session: Session, case: Case, before: datetime, announced: Announced, now: datetime
) -> None:
    assert case.due_at is not None, "only a term that still has an end is told"
    workflow = workflow_of(case)
    state = workflow.state(case.state)
    title = title_of(case)
    slots = {
        "title": title if title.zh else workflow.label,
        "state": state.label,
        "what": announced.what,
        "source": announced.source,
        "before": last_day(before),
        "after": last_day(case.due_at),
    }
    wording, mark = _WORDING.format(**slots), f"{case.kind}-{case_id(case)}-{now:%Y%m%d%H%M%S%f}"
    hands = turn_of(session, case, now).hands
    told = project_signed_for(session, case) or case
    tell_holders(session, told, hands, TERM, wording, mark=mark, now=now)


_WORDING = say(
    "期限调整：{title}",
    "Deadline changed: {title}",
    "{what}已经公布（{source}）。“{title}”（{state}）的期限相应由 {before} 调整为 {after}。",
    "{what} have been announced ({source}). The term of “{title}” ({state}), which "
    "was to end on {before}, ends on {after}.",
)
