"""Fires what is due, through the same door as everybody, as the system clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog import get_logger
from structlog.contextvars import bind_contextvars, clear_contextvars

from app.models import Timer
from app.services.cases import load_case
from app.services.days_ordered import announced
from app.services.identity import moving, unit_changes
from app.services.moves import take
from app.services.review import far_off
from app.services.seals.keeping import begin
from app.services.similarity import asking
from app.services.terms import reckon_anew
from app.services.upkeep import earlier_versions
from app.services.upkeep.years_of_one import carry_over
from app.worker.context import Context
from app.worker.daily import alone, do_daily
from app.worker.rests import Rests
from workflows.engine.decide import Refusals
from workflows.engine.text import Text
from workflows.roles import Role

_log = get_logger()

_PAUSE = 1.0
"""Seconds between two looks."""

GRACE = timedelta(minutes=1)
"""A request may take a minute: whoever arrived before a deadline is served before it is enforced.
Nobody gains by it, for a move is judged by the moment it arrived."""

DAILY_PAUSE = timedelta(minutes=10)
"""Between two looks at whether the work of the day is done."""


def fire_due(
    context: Context,
    now: datetime,
    *,
    grace: timedelta = timedelta(),
    rests: Rests | None = None,
) -> int:
    """One pass over everything that was due `grace` ago and does not rest, each in its own
    transaction; returns the moves made.
    """
    rests = rests or Rests()
    with context.database.session(writing=False) as session:
        rows = session.execute(
            select(Timer.id, Timer.due_at)
            .where(Timer.due_at <= now - grace)
            .order_by(Timer.due_at, Timer.id)
        ).all()
    due = [(number, due_at) for number, due_at in rows]
    rests.keep_only(due)
    made = 0
    for timer in due:
        if rests.rests(timer, now):
            continue
        if _fire_or_log(context, timer[0], now):
            made += 1
        else:
            rests.hold_back(timer, now)
    return made


def _fire_or_log(context: Context, number: int, now: datetime) -> bool:
    """One failing case does not hold up the others."""
    clear_contextvars()
    bind_contextvars(timer=number, request_id=uuid4().hex)
    try:
        return _fire(context, number, now)
    except Exception:
        _log.exception("timer_failed")
        return False


def _fire(context: Context, number: int, now: datetime) -> bool:
    with context.transaction() as session:
        timer = session.get(Timer, number)
        if timer is None or timer.due_at > now:
            return False
        bind_contextvars(case=f"{timer.case_kind}:{timer.case_id}")
        case = load_case(session, timer.case_kind, timer.case_id)
        assert case is not None, "a timer goes with its case"
        transition = timer.transition
        answer = take(session, case, transition, Role.SYSTEM_CLOCK, now=now)
        if not isinstance(answer, Refusals):
            _log.info("timer_fired", transition=transition)
            return True
        timer.refused = "".join(r.reason.zh for r in answer.reasons)
        return False


def caught_up(context: Context, now: datetime) -> bool:
    """The clock is brought in last, so nobody writes any more what an earlier version leaves
    unsealed, confirmed by a unit that was left, unmarked, without what its newer definition lets
    the clock do, never compared, or by two steps from what it is part of. Each case by itself, so
    that others move between, and one that cannot be looked through holds up nothing; whether all
    could."""
    with context.transaction() as session:
        begin(session, now)
        moving.ask_again(session, now)
        for row in carry_over(session):
            reckon_anew(session, announced(row), row.entered_by, Role.SYS_ADMIN, now)
    with context.database.session(writing=False) as session:
        panels = far_off.panels_at_work(session)
        behind = earlier_versions.of_earlier_versions(session)
        uncompared, in_steps = asking.never_asked_for(session), unit_changes.in_two_steps(session)
    jobs: list[tuple[Text, Callable[..., object]]] = [
        *((_PANEL.format(number=n), partial(far_off.mark_panel, number=n)) for n in panels),
        *(
            (
                _DATES.format(kind=kind, number=n),
                partial(earlier_versions.bring_up, kind=kind, number=n),
            )
            for kind, n in behind
        ),
        *((_LIKE.format(number=n), partial(asking.ask_afterwards, number=n)) for n in uncompared),
        *((_STEP.format(number=n), partial(unit_changes.in_one_step, number=n)) for n in in_steps),
    ]
    done = [alone(context, named, partial(_look_through, job=job), now) for named, job in jobs]
    return all(done)


def _look_through(context: Context, now: datetime, *, job: Callable[..., object]) -> bool:
    with context.transaction() as session:
        job(session, now=now)
    return True


_PANEL = Text("评审组 {number} 的离群评分", "Panel {number}: outlying scores")
_LIKE = Text("申报书 {number} 的查重", "Similarity check of proposal {number}")
_STEP = Text("单位 {number} 的合并", "Merger of unit {number}")
_DATES = Text("{kind} {number} 的期限和提醒", "Deadlines and reminders of {kind} {number}")


def run_clock(context: Context) -> None:
    """Until stopped; a database that is away is waited for."""
    next_daily = context.clock.now()
    has_begun, rests = False, Rests()
    while True:
        now = context.clock.now()
        try:
            is_turn = now >= next_daily
            has_begun = has_begun or (is_turn and caught_up(context, now))
            fire_due(context, now, grace=GRACE, rests=rests)
            if is_turn:
                next_daily = now + DAILY_PAUSE
                do_daily(context, now)
        except OperationalError as error:
            _log.warning("database_away", error=str(error.orig))
        time.sleep(_PAUSE)
