"""When a request came in, which in a rush is long before a thread is free for it, and to which
process it goes.

Deadlines go by arrival: nobody is late because others were being served.
"""

from __future__ import annotations

import select
import time
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from gunicorn.workers.gthread import ThreadWorker
from structlog.contextvars import clear_contextvars

_arrived: ContextVar[float | None] = ContextVar("arrived", default=None)


def waited() -> timedelta:
    """How long the request in hand has waited for its thread; nothing where nobody notes it."""
    arrived = _arrived.get()
    return timedelta(seconds=time.monotonic() - arrived) if arrived is not None else timedelta()


_HESITATION, _HESITATION_MOST = 0.0001, 0.01
"""Seconds, for each request in hand."""


class ArrivalWorker(ThreadWorker):
    """gunicorn's threads, and a note of when each request began to wait for one.

    Opening a connection is no arrival: what had sent nothing when its turn came arrives then.
    """

    def accept(self, listener: Any) -> None:
        """All processes are called when somebody comes: the busier one is, the longer it leaves the
        door to the others. Were it left to chance, most people could stand in one line."""
        in_hand = self.nr_conns - len(self.keepalived_conns)
        time.sleep(min(in_hand * _HESITATION, _HESITATION_MOST))
        super().accept(listener)

    def enqueue_req(self, conn: Any) -> None:
        conn.enqueued = time.monotonic()
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        token = _arrived.set(conn.enqueued if _has_sent(conn) else None)
        try:
            return super().handle(conn)
        finally:
            _arrived.reset(token)
            clear_contextvars()  # what the thread says next is of nobody's request yet


def _has_sent(conn: Any) -> bool:
    return conn.initialized or conn.data_ready or bool(select.select([conn.sock], [], [], 0)[0])
