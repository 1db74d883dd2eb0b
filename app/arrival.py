"""When a request came in, which in a rush is long before a thread is free for it, and to which
process it goes.

Deadlines go by arrival: nobody is late because others were being served. The kernel knows when it
received what somebody sent, however long the process took to look.
"""

from __future__ import annotations

import select
import socket
import struct
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
    """gunicorn's threads, and a note of when each request came.

    Opening a connection is no arrival: what has sent nothing arrives when it does.
    """

    def accept(self, listener: Any) -> None:
        """All processes are called when somebody comes: the busier one is, the longer it leaves the
        door to the others. Were it left to chance, most people could stand in one line."""
        in_hand = self.nr_conns - len(self.keepalived_conns)
        time.sleep(min(in_hand * _HESITATION, _HESITATION_MOST))
        super().accept(listener)

    def enqueue_req(self, conn: Any) -> None:
        conn.arrived = _arrival_of(conn)
        super().enqueue_req(conn)

    def handle(self, conn: Any) -> Any:
        token = _arrived.set(conn.arrived or _arrival_of(conn))
        try:
            return super().handle(conn)
        finally:
            _arrived.reset(token)
            clear_contextvars()  # what the thread says next is of nobody's request yet


def _arrival_of(conn: Any) -> float | None:
    """When what waits to be read came, by the monotonic clock; None where nothing has been sent."""
    if select.select([conn.sock], [], [], 0)[0]:
        return time.monotonic() - seconds_since_received(conn.sock)
    return time.monotonic() if conn.initialized else None  # read ahead with the request before


_INFO_BYTES, _LAST_DATA_RECEIVED = 104, 52
"""Of Linux' `struct tcp_info`: so much of it all kernels have, and there stand milliseconds."""


def seconds_since_received(connection: socket.socket) -> float:
    """Since the kernel received its last data; 0 where it does not say, as of a Unix socket."""
    try:
        told = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _INFO_BYTES)
    except OSError:
        return 0.0
    (milliseconds,) = struct.unpack_from("=I", told, _LAST_DATA_RECEIVED)
    return float(milliseconds) / 1000
