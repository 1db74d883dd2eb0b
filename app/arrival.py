"""When a request came in, which in a rush is long before a thread is free for it.

Deadlines go by arrival: nobody is late because others were being served.
"""

from __future__ import annotations

import select
import time
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

_arrived: ContextVar[float | None] = ContextVar("arrived", default=None)


def waited() -> timedelta:
    """How long the request in hand has waited for its thread; nothing where nobody notes it."""
    arrived = _arrived.get()
    return timedelta(seconds=time.monotonic() - arrived) if arrived is not None else timedelta()


class ArrivalWorker(ThreadWorker):
    """gunicorn's threads, and a note of when each request began to wait for one.

    Opening a connection is no arrival: what had sent nothing when its turn came arrives then.
    """

    def enqueue_req(self, conn: Any) -> None:
        conn.enqueued = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        token = _arrived.set(conn.enqueued if _has_sent(conn) else None)
        try:
            return super().handle(conn)
        finally:
            _arrived.reset(token)


def _has_sent(conn: Any) -> bool:
    return conn.initialized or conn.data_ready or bool(select.select([conn.sock], [], [], 0)[0])
