"""Several stories on one timeline: whichever wants the earliest moment plays on.

Each story is told in a thread of its own and sleeps wherever it moves the clock on; only one is
awake at a time, as if they were read out in turns.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime


class _Stopped(BaseException):
    """Another story broke; this one ends where it is."""


class Conductor:
    """`play` runs the stories to their ends; a story calls `wait_until` to move the clock on."""

    def __init__(self, move_on: Callable[[datetime], None]) -> None:
        self._move_on = move_on
        self._turn = threading.Condition()
        self._wanted: dict[threading.Thread, datetime] = {}
        self._playing: threading.Thread | None = None
        self._fault: BaseException | None = None

    def play(self, beginning: datetime, *stories: Callable[[], None]) -> None:
        """Raises what a story raised; the others are ended then."""
        threads = [
            threading.Thread(target=self._tell, args=(s,), name=f"story-{n}", daemon=True)
            for n, s in enumerate(stories)
        ]
        self._wanted = dict.fromkeys(threads, beginning)
        for thread in threads:
            thread.start()
        with self._turn:
            self._hand_over()
        for thread in threads:
            thread.join()
        if self._fault is not None:
            raise self._fault

    def wait_until(self, moment: datetime) -> None:
        """Sleep until no other story wants an earlier moment; then the clock stands at `moment`."""
        with self._turn:
            self._wanted[threading.current_thread()] = moment
            self._hand_over()
            self._await_turn()

    def _tell(self, story: Callable[[], None]) -> None:
        try:
            with self._turn:
                self._await_turn()
            story()
        except _Stopped:
            pass
        except BaseException as fault:  # raised again by `play`
            self._fault = fault
        with self._turn:
            self._wanted.pop(threading.current_thread(), None)
            self._hand_over()

    def _await_turn(self) -> None:
        """The clock is moved by the story that goes on, in its own thread."""
        me = threading.current_thread()
        self._turn.wait_for(lambda: self._playing is me)
        if self._fault is not None:
            raise _Stopped
        self._move_on(self._wanted[me])

    def _hand_over(self) -> None:
        """Of two that want the same moment, the one named first goes on."""
        self._playing = min(self._wanted, key=self._wanted.__getitem__, default=None)
        self._turn.notify_all()
