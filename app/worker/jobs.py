"""The RQ entry point: one outbox row, done once however often it is handed over."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, joinedload
from structlog import get_logger
from structlog.contextvars import bind_contextvars, clear_contextvars

from app.models import Outbox
from app.services.webhooks.resting import PAUSES
from app.worker.assigning import solve_assignment
from app.worker.bid_files import remove_bid_files
from app.worker.comparing import compare_proposal
from app.worker.context import Context, context_for
from app.worker.digest import send_digest
from app.worker.errors import FinalError, RetryableError
from app.worker.invitations import send_invitation
from app.worker.letters import make_letter, not_made
from app.worker.mail import send_mail
from app.worker.rehearsing import not_rehearsed, rehearse_call
from app.worker.takeaways import make_takeaway
from app.worker.upload_parts import remove_upload_parts
from app.worker.verifying import verify_newest
from app.worker.webhooks import deliver, given_up
from config import settings_from

Handler = Callable[[Context, dict[str, Any], datetime], None]

HANDLERS: dict[str, Handler] = {
    "letter": make_letter,
    "mail": send_mail,
    "digest": send_digest,
    "invitation": send_invitation,
    "assign": solve_assignment,
    "takeaway": make_takeaway,
    "webhook": deliver,
    "bid_files": remove_bid_files,
    "upload_parts": remove_upload_parts,
    "compare": compare_proposal,
    "verify_history": verify_newest,
    "rehearse": rehearse_call,
}

GIVEN_UP: dict[str, Callable[[Session, Outbox, datetime], None]] = {
    "webhook": given_up,
    "letter": not_made,
    "rehearse": not_rehearsed,
}
"""What follows, in the same commit, when work is not tried again by itself."""

ATTEMPTS_MOST = 6
"""Of work that fails by itself, before a person must look."""

ATTEMPTS_OUTSIDE = 300
"""Of work for which something outside was away (see `_AWAY`): two days."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(minutes=10)

_AWAY = (RetryableError, OperationalError, OSError)
"""A mail server, the database, the disk: they come back without the work being looked at."""

_log = get_logger()


def run(number: int) -> None:
    """Called by RQ with the id of an outbox row."""
    context = _context_of_process(os.getpid())
    work(context, number, context.clock.now())


@lru_cache(maxsize=1)
def _context_of_process(_pid: int) -> Context:
    # A shift must not share the database connections of the process that it was forked from.
    return context_for(settings_from())


def work(context: Context, number: int, now: datetime) -> None:
    """Handlers keep their own transactions and are idempotent, so a repeat is harmless."""
    with context.database.session(writing=False) as session:
        row = session.get(Outbox, number, options=[joinedload(Outbox.history)])
        if row is None or row.status not in ("waiting", "queued"):
            return
        job, payload = row.job, dict(row.payload)
        clear_contextvars()
        bind_contextvars(request_id=row.request_id, outbox=number, job=job)
        if row.history is not None:
            bind_contextvars(case=f"{row.history.case_kind}:{row.history.case_id}")
    began = time.monotonic()
    try:
        _handler_of(job)(context, payload, now)
    except Exception as error:
        _log.exception("job_failed")
        _record_failure(context, number, error, now)
    else:
        _record_done(context, number, now)
        _log.info("job_done", seconds=round(time.monotonic() - began, 4))


def _handler_of(job: str) -> Handler:
    """Raises RetryableError: asked for by newer code, beside which this worker still runs while an
    upgrade rolls over the machines; a newer worker will know it."""
    if job not in HANDLERS:
        raise RetryableError(f"this version knows no work called {job}")
    return HANDLERS[job]


def _record_done(context: Context, number: int, now: datetime) -> None:
    with context.transaction() as session:
        done = update(Outbox).where(Outbox.id == number)
        session.execute(done.values(status="done", done_at=now, error=""))


def _record_failure(context: Context, number: int, error: Exception, now: datetime) -> None:
    with context.transaction() as session:
        row = session.get_one(Outbox, number, with_for_update=True)
        row.attempts += 1
        row.error = f"{type(error).__name__}: {error}"
        pause = _pause(row, error)
        if pause is not None:
            row.status, row.not_before = "waiting", now + pause
            return
        row.status = "failed"
        if row.job in GIVEN_UP:
            GIVEN_UP[row.job](session, row, now)


def _pause(row: Outbox, error: Exception) -> timedelta | None:
    """Until the next attempt; None when there is none. A partner's system is given longer and
    longer, whatever failed."""
    if isinstance(error, FinalError):
        return None
    if row.job == "webhook":
        return PAUSES[row.attempts - 1] if row.attempts <= len(PAUSES) else None
    most = ATTEMPTS_OUTSIDE if isinstance(error, _AWAY) else ATTEMPTS_MOST
    if row.attempts >= most:
        return None
    doubled: timedelta = FIRST_PAUSE * 2 ** min(row.attempts, 10)
    return min(doubled, LONGEST_PAUSE)
