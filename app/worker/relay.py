"""Hands committed outbox rows to RQ, and sweeps up those that a dead worker left behind."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy import not_, select
from sqlalchemy.exc import OperationalError
from structlog import get_logger

from app.clock import Clock
from app.database import Database
from app.models import Outbox
from app.queries.attention.inbox import is_kept_back

QUEUE = "chongxian"
LEFT_BEHIND = timedelta(minutes=5)
"""A row queued this long ago was lost with its worker (a letter takes seconds)."""
BATCH = 100
_PAUSE, _PAUSE_WHILE_AWAY = 0.3, 2.0
"""Seconds between two looks while nothing waits, and while queue or database are away."""

_log = get_logger()


def pass_on(database: Database, queue: Queue, now: datetime) -> int:
    """Queue what is waiting; returns how many. The row is marked before the job can run, and the
    job looks at the row, so a double hand-over does the work once.

    Raises RedisError: the queue is away, and nothing is marked as if it had it.
    """
    queue.connection.ping()
    with database.transaction() as session:
        rows = session.scalars(
            select(Outbox)
            .where(Outbox.status.in_(("waiting", "queued")), Outbox.not_before <= now)
            .where(not_(is_kept_back()))
            .order_by(Outbox.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            row.status = "queued"
            row.not_before = now + LEFT_BEHIND
            row.handed_at = row.handed_at or now
        numbers = [row.id for row in rows]
    for number in numbers:
        queue.enqueue_call(
            "app.worker.jobs.run",
            args=(number,),
            result_ttl=0,
            failure_ttl=3600,
            timeout=300,
        )
    return len(numbers)


def wait_for(redis: Redis) -> None:
    """Until it answers: a worker that starts before its queue has nothing to do, and ends for
    nothing."""
    while True:
        try:
            redis.ping()
        except RedisError as error:
            _log.warning("queue_away", error=str(error))
            time.sleep(_PAUSE_WHILE_AWAY)
        else:
            return


def run_relay(database: Database, redis: Redis, clock: Clock) -> None:
    """Until stopped. A queue or a database that is away is waited for; nothing is lost."""
    queue = Queue(QUEUE, connection=redis)
    while True:
        try:
            pause = 0.0 if pass_on(database, queue, clock.now()) else _PAUSE
        except RedisError as error:
            _log.warning("queue_away", error=str(error))
            pause = _PAUSE_WHILE_AWAY
        except OperationalError as error:
            _log.warning("database_away", error=str(error.orig))
            pause = _PAUSE_WHILE_AWAY
        time.sleep(pause)
