"""A streaming replica of PostgreSQL that answers readers who are not signed in."""

from __future__ import annotations

import threading
import time
from collections import deque

import structlog
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app.postgres import engine_on

_log = structlog.get_logger()

_EVERY = 1.0
_TRUSTED = 3.0
_PATIENCE = {
    "connect_timeout": 2,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "options": "-c statement_timeout=15000",
}
_SAMPLES = 1000

_WRITTEN = text("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")
_REPLAYED = text("SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn WHERE pg_is_in_recovery()")


class Replica:
    """Which of the two is asked is decided here: the replica while a look of the last seconds found
    it at most `lag_most` seconds behind.

    How far behind is measured without any clock of another machine: of the places that the log of
    the primary had reached at earlier looks, which is the newest that the replica has replayed?
    """

    def __init__(self, primary: Engine, url: str, lag_most: float) -> None:
        self.engine = engine_on(url, **_PATIENCE)
        self._primary, self._lag_most = primary, lag_most
        self._lag: float | None = None
        self._looked_at = float("-inf")
        self._looking = threading.Lock()
        self._reached: deque[tuple[float, int]] = deque(maxlen=_SAMPLES)
        self._caught_up: float | None = None

    def lag(self) -> float | None:
        """In seconds; None: away, or never seen to have caught up."""
        now = time.monotonic()
        if now - self._looked_at >= _EVERY and self._looking.acquire(blocking=False):
            try:
                self._look(now)
            finally:
                self._looking.release()
        return self._lag if time.monotonic() - self._looked_at < _TRUSTED else None

    def is_fit(self) -> bool:
        lag = self.lag()
        return lag is not None and lag <= self._lag_most

    def leave_out(self) -> None:
        """Until the next look: it has failed a reader."""
        self._lag, self._looked_at = None, time.monotonic()

    def _look(self, now: float) -> None:
        was, self._lag = self._lag, None
        try:
            self._lag = self._measure(now)
        except DBAPIError as error:
            if was is not None:
                _log.warning("replica_away", error=str(error.orig))
        self._looked_at = time.monotonic()

    def _measure(self, now: float) -> float | None:
        with self._primary.connect() as connection:
            written = int(connection.scalar(_WRITTEN) or 0)
        with self.engine.connect() as connection:
            replayed = connection.scalar(_REPLAYED)
        if replayed is None:  # it has been promoted: another history, from now on
            return None
        self._reached.append((now, written))
        if replayed < written:
            self._round_off()
        while self._reached and self._reached[0][1] <= replayed:
            self._caught_up = self._reached.popleft()[0]
        return None if self._caught_up is None else now - self._caught_up

    def _round_off(self) -> None:
        """An idle primary may have sent half a record, which nobody can replay: this sends the rest
        and changes nothing."""
        with self._primary.begin() as connection:
            connection.execute(text("SET LOCAL synchronous_commit = on"))
            connection.execute(text("SELECT pg_logical_emit_message(true, 'chongxian', '')"))
