"""In a rush, moves and the pages they are sent from go through a process a few at a time, in the
order in which they came.

Forty threads that move at once share one interpreter, and each takes forty times as long, with the
end of the history in its hands. Those who wait here hold no lock of the database, and no connection
to it: few connections that know their statements do more than many that do not. Were the pages let
by, they would keep those waiting who press the button.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from threading import Lock

from flask import Flask, g

AT_ONCE = 2
"""One computes while the database works for the other."""


class Turnstile:
    def __init__(self, places: int) -> None:
        self._free, self._waiting = places, deque[Lock]()
        self._looking = Lock()

    def enter(self, before_waiting: Callable[[], None] = lambda: None) -> None:
        """Waits until a place is free and nobody came before."""
        with self._looking:
            if self._free:
                self._free -= 1
                return
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        try:
            before_waiting()
        finally:
            called.acquire()

    def leave(self) -> None:
        """Hands the place to whoever has waited longest."""
        with self._looking:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1


_turnstile = Turnstile(AT_ONCE)


def init_turnstile(app: Flask) -> None:
    """Before the transactions, so that a place is free only after the commit."""
    app.teardown_request(_leave)


def enter() -> None:
    """Until this request has ended; before it writes."""
    if "has_place" not in g:
        _turnstile.enter(_give_connection_back)
        g.has_place = True


def _give_connection_back() -> None:
    written = (*g.db.new, *g.db.dirty, *g.db.deleted)
    assert not written, "what is written must not wait"
    g.db.commit()


def _leave(_error: BaseException | None) -> None:
    if g.pop("has_place", False):
        _turnstile.leave()
