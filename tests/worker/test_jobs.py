"""Work that fails: what comes back by itself is waited for, the rest needs a person soon."""

from __future__ import annotations

import errno
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.models import Outbox
from app.services.upkeep.queue import KEPT_FOR
from app.worker import jobs
from app.worker.context import Context
from app.worker.daily import work_of_day
from app.worker.errors import FinalError, RetryableError
from tests.conftest import START


def after(context: Context, session: Session, error: Exception, attempts: int) -> Outbox:
    """A piece of work that failed so often already, and fails once more."""
    row = Outbox(key="k", job="mail", payload={}, not_before=START, attempts=attempts)
    session.add(row)
    session.commit()

    def fail(*_given: object) -> None:
        raise error

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(jobs.HANDLERS, "mail", fail)
        jobs.work(context, row.id, START)
    session.refresh(row)
    return row


@pytest.mark.parametrize(
    "error",
    [
        RetryableError("mail server away"),
        OperationalError("SELECT 1", None, Exception("database away")),
        OSError(errno.ENOSPC, "disk full"),
    ],
)
def test_what_lies_outside_is_waited_for_two_days_without_hands(
    context: Context, session: Session, error: Exception
) -> None:
    row = after(context, session, error, jobs.ATTEMPTS_OUTSIDE - 2)
    assert row.status == "waiting"
    assert row.not_before - START == timedelta(minutes=10)
    assert timedelta(days=2) <= jobs.ATTEMPTS_OUTSIDE * jobs.LONGEST_PAUSE


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        (ValueError("broken"), jobs.ATTEMPTS_MOST - 1),
        (RetryableError("away"), jobs.ATTEMPTS_OUTSIDE - 1),
        (FinalError("a glyph is missing"), 0),
    ],
)
def test_what_does_not_mend_itself_is_shown_to_a_person(
    context: Context, session: Session, error: Exception, attempts: int
) -> None:
    assert after(context, session, error, attempts).status == "failed"


def test_work_of_a_newer_version_waits_for_a_worker_that_knows_it(
    context: Context, session: Session
) -> None:
    row = Outbox(key="k", job="of tomorrow", payload={}, not_before=START)
    session.add(row)
    session.commit()
    for _ in range(jobs.ATTEMPTS_MOST + 1):
        jobs.work(context, row.id, START)
    session.refresh(row)
    assert (row.status, row.attempts) == ("waiting", jobs.ATTEMPTS_MOST + 1)
    assert "of tomorrow" in row.error


def test_of_old_work_only_what_is_done_goes_and_what_is_gone_is_done_by_nobody(
    context: Context, session: Session
) -> None:
    def work(key: str, status: str, at: datetime) -> Outbox:
        done_at = at if status == "done" else None
        row = Outbox(key=key, job="mail", payload={}, not_before=at, status=status, done_at=done_at)
        session.add(row)
        return row

    long_ago = START - KEPT_FOR
    for status in ("waiting", "queued", "done", "failed", "held", "cancelled"):
        work(status, status, long_ago)
    work("young", "done", long_ago + timedelta(seconds=1))
    session.commit()
    [old] = session.scalars(select(Outbox.id).where(Outbox.key == "done"))
    session.commit()
    assert work_of_day(context, START) == 1
    left = set(session.scalars(select(Outbox.key)))
    assert left == {"waiting", "queued", "failed", "held", "cancelled", "young"}
    session.commit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(jobs.HANDLERS, "mail", lambda *_given: pytest.fail("done twice"))
        jobs.work(context, old, START)
    assert session.get(Outbox, old) is None
