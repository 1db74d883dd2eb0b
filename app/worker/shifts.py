"""One process works for a shift; the next is forked from what was loaded once for all of them."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

from app.worker.children import tied_to_this_process

JOBS = 500
"""Of one shift. A fork for each job costs many times what the job does; a process that never ends
keeps whatever its libraries forget to give back."""

_LOOKED_THROUGH_AFTER = 5000
"""Objects made and not yet dropped; a letter is some thousands of them at a time, and Python looks
for forgotten ones after 700."""


def work_in_shifts(shift: Callable[[], None]) -> int:
    """Until SIGTERM, which the shift at work is told, or SIGINT, which a terminal tells it too.

    `shift` returns when its jobs are done, or when it is told to stop. One that is killed is
    followed by the next. Returns the exit code: that of a shift which broke, else 0.
    """
    at_work: int | None = None
    leaving = False

    def leave(number: int, _frame: FrameType | None) -> None:
        nonlocal leaving
        leaving = True
        if number == signal.SIGTERM and at_work is not None:
            _tell(at_work)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, leave)
    tie = tied_to_this_process()
    _keep_for_good()

    def work() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        tie()
        shift()

    code = 0
    while not leaving and code <= 0:
        process = multiprocessing.get_context("fork").Process(target=work, name="shift")
        process.start()
        at_work = process.pid
        if leaving and at_work is not None:
            _tell(at_work)
        process.join()
        at_work = None
        code = process.exitcode or 0
    return max(code, 0) if not leaving else 0


def _keep_for_good() -> None:
    """What is loaded by now stays loaded: the search for forgotten objects passes over it, in every
    shift. With letters that search was a tenth of the work, most of it through what never goes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_LOOKED_THROUGH_AFTER)


def _tell(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
