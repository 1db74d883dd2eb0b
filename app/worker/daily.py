"""The work of every day and hour: digests, clearing, the checkpoint, and what has lapsed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from structlog import get_logger

from app.audit.exported import export, is_exported
from app.database import collided
from app.models import Outbox
from app.services.door.turns import take_turn
from app.services.files.uploading import forget_old
from app.services.identity.proposing import tell_lapsed
from app.services.money import bars
from app.services.telling.digests import ask_for_digests
from app.services.upkeep import queue
from app.services.upkeep.daily_failures import tell_of_daily_failure
from app.services.webhooks import line
from app.worker.context import Context
from workflows.engine.calendar import local_date
from workflows.engine.text import Text

_log = get_logger()


def do_daily(context: Context, now: datetime) -> None:
    """Whatever has its turn today and was not done yet. Raises OperationalError: the database is
    away, and the turn is over."""
    for job, named in DAILY.items():
        alone(context, named, job, now)


def alone(
    context: Context, named: Text, job: Callable[[Context, datetime], object], now: datetime
) -> bool:
    """One job, or one case of it, that fails holds up no other: it is logged, told once a day to
    whoever keeps the system running, and tried again. Whether it did something."""
    try:
        return _persistently(job, context, now)
    except Exception as error:
        if isinstance(error, OperationalError) and not collided(error):
            raise
        _log.exception("daily_failed", work=named.en)
        said = f"{type(error).__name__}: {error}"
        with context.transaction() as session:
            tell_of_daily_failure(session, named, said, now)
        return False


def _persistently(
    job: Callable[[Context, datetime], object], context: Context, now: datetime
) -> bool:
    """Once more where another transaction was in its way; that one has gone on by then."""
    try:
        return bool(job(context, now))
    except OperationalError as error:
        if not collided(error):
            raise
    return bool(job(context, now))


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
    """Payments are put off while their payee is barred, and go on afterwards; how many changed.
    Each by itself: one that cannot be looked at keeps none of the others."""
    with context.database.session(writing=False) as session:
        waiting = [(_PAYMENT.format(number=number), key) for key, number in bars.waiting(session)]
        looks = partial(_look, session=session)
        changed = [
            (named, key)
            for named, key in waiting
            if alone(context, named, partial(looks, payment=key), now)
        ]
    return sum(alone(context, named, partial(_move, payment=key), now) for named, key in changed)


def _look(_context: Context, now: datetime, *, session: Session, payment: int) -> bool:
    """Whether it is to be put off or to go on; a look that fails leaves the session to the next."""
    try:
        return bars.has_changed(session, payment, now)
    except Exception:
        session.rollback()
        raise


def _move(context: Context, now: datetime, *, payment: int) -> bool:
    with context.transaction() as session:
        bars.look_again(session, payment, now)
    return True


def forget_uploads(context: Context, now: datetime) -> int:
    """Takes away what arrived in parts and nobody has used within a day; returns how many."""
    with context.transaction() as session:
        return forget_old(session, now)


DAILY: dict[Callable[[Context, datetime], object], Text] = {
    forget_uploads: Text("清理未完成的上传", "Clearing unfinished uploads"),
    lapsed_roles: Text("逾期未确认的角色", "Roles not approved in time"),
    bars_of_day: Text("收款受限的拨付单", "Payment orders whose payee is restricted"),
    digests_of_day: Text("每日汇总", "Daily summary"),
    verification_of_hour: Text("核验流转记录", "Verifying the history"),
    deliveries_of_day: Text("清理推送记录", "Clearing webhook records"),
    work_of_day: Text("清理已办结的后台任务", "Clearing finished background jobs"),
    export_of_day: Text("导出当日存证", "Exporting the day's checkpoint"),
}
_PAYMENT = Text("拨付单 {number} 的收款限制", "Payee restrictions on payment order {number}")
