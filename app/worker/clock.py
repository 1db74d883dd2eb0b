"""Fires what is due, through the same door as everybody, as the system clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from structlog import get_logger
from structlog.contextvars import bind_contextvars, clear_contextvars

from app.audit.exported import export, is_exported
from app.documents.stamps import CannotSign
from app.models import Outbox, Timer
from app.services.cases import load_case
from app.services.door.turns import take_turn
from app.services.files.uploading import forget_old
from app.services.identity.proposing import tell_lapsed
from app.services.money import bars
from app.services.moves import take
from app.services.review import far_off
from app.services.seals.keeping import begin
from app.services.telling.digests import ask_for_digests
from app.services.upkeep import queue
from app.services.webhooks import line
from app.worker.context import Context
from workflows.engine.calendar import local_date
from workflows.engine.decide import Refusals
from workflows.roles import Role

_log = get_logger()

_PAUSE = 1.0
"""Seconds between two looks."""

GRACE = timedelta(minutes=1)
"""A request may take a minute: whoever arrived before a deadline is served before it is enforced.
Nobody gains by it, for a move is judged by the moment it arrived."""

DAILY_PAUSE = timedelta(minutes=10)
"""Between two looks at whether the work of the day is done: digests, clearing, checkpoint, and what
has lapsed."""


def fire_due(context: Context, now: datetime, *, grace: timedelta = timedelta()) -> int:
    """One pass over everything that was due `grace` ago, each in its own transaction; returns the
    moves made.
    """
    with context.database.session(writing=False) as session:
        due = session.scalars(
            select(Timer.id).where(Timer.due_at <= now - grace).order_by(Timer.due_at, Timer.id)
        ).all()
    return sum(_fire_or_log(context, number, now) for number in due)


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
        timer.refused = "；".join(r.reason.zh for r in answer.reasons)
        return False


def export_of_day(context: Context, now: datetime) -> None:
    """The signed checkpoint of the day, once."""
    if is_exported(context.settings, local_date(now)):
        return
    with context.transaction() as session:
        export(session, context.settings, now)


def digests_of_day(context: Context, now: datetime) -> int:
    """Has the digests of the day made, once however many clocks run; returns how many."""
    with context.transaction() as session:
        return ask_for_digests(session, now)


def lapsed_roles(context: Context, now: datetime) -> int:
    """Who waits for a role that nobody confirmed in time is told so, once; returns how many."""
    with context.transaction() as session:
        return tell_lapsed(session, now)


def verification_of_hour(context: Context, now: datetime) -> bool:
    """Has the history verified, once however many clocks run; whether that was asked for."""
    key = f"verify-history-{now:%Y-%m-%dT%H}"
    with context.transaction() as session:
        take_turn(session)
        if session.scalar(select(Outbox.id).where(Outbox.key == key)):
            return False
        session.add(Outbox(key=key, job="verify_history", payload={}, not_before=now))
    return True


def deliveries_of_day(context: Context, now: datetime) -> int:
    """What partners' systems were told long ago is no longer kept; returns how many went."""
    return _clear(context, line.clear_settled, now)


def work_of_day(context: Context, now: datetime) -> int:
    """Nor is the work done long ago; returns how many pieces went."""
    return _clear(context, queue.clear_done, now)


def _clear(context: Context, some_of: Callable[[Session, datetime], int], now: datetime) -> int:
    """Until nothing is left to go, each time in a transaction of its own."""
    went = 0
    while True:
        with context.transaction() as session:
            some = some_of(session, now)
        went += some
        if not some:
            return went


def bars_of_day(context: Context, now: datetime) -> int:
    """Payments are put off while their payee is barred, and go on afterwards; how many changed."""
    with context.database.session(writing=False) as session:
        found = bars.changed(session, now)
    for number in found:
        with context.transaction() as session:
            bars.look_again(session, number, now)
    return len(found)


def forget_uploads(context: Context, now: datetime) -> int:
    """Takes away what arrived in parts and nobody has used within a day; returns how many."""
    with context.transaction() as session:
        return forget_old(session, now)


def caught_up(context: Context, now: datetime) -> bool:
    """The clock is brought in last, so nobody writes any more what an earlier version leaves
    unsealed or unmarked. Each panel in a transaction of its own, so that others move between."""
    with context.transaction() as session:
        begin(session, now)
    with context.database.session(writing=False) as session:
        panels = far_off.panels_at_work(session)
    for panel in panels:
        with context.transaction() as session:
            far_off.mark_panel(session, panel, now)
    return True


def run_clock(context: Context) -> None:
    """Until stopped; a database that is away is waited for. Whatever keeps the checkpoint from
    being exported is logged and keeps nothing else."""
    next_daily = context.clock.now()
    has_begun = False
    while True:
        now = context.clock.now()
        try:
            has_begun = has_begun or caught_up(context, now)
            fire_due(context, now, grace=GRACE)
            if now >= next_daily:
                next_daily = now + DAILY_PAUSE
                forget_uploads(context, now)
                lapsed_roles(context, now)
                bars_of_day(context, now)
                digests_of_day(context, now)
                verification_of_hour(context, now)
                deliveries_of_day(context, now)
                work_of_day(context, now)
                export_of_day(context, now)
        except OperationalError as error:
            _log.warning("database_away", error=str(error))
        except (CannotSign, OSError, ValueError):
            _log.exception("checkpoint_failed")
        time.sleep(_PAUSE)
