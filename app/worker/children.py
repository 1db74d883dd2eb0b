"""Child processes that never outlive the one that started them, and the private Redis."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


class MissingProgram(RuntimeError):
    """A program that set-up installs is not on this machine; the message names it."""


def tied_to_this_process(farewell: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """For Popen's preexec_fn: the kernel sends the child `farewell` when this process dies,
    even by SIGKILL. The thread that starts the child must live as long as the process.
    """
    parent = os.getpid()

    def tie() -> None:
        if _LIBC.prctl(_PR_SET_PDEATHSIG, farewell) != 0 or os.getppid() != parent:
            os._exit(1)

    return tie


def redis_command(socket: Path) -> tuple[str, ...]:
    """A Redis reachable through `socket` alone, that writes nothing to disk: what must survive
    lies in the outbox.

    Raises MissingProgram: neither redis-server nor valkey-server is installed.
    """
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        raise MissingProgram("redis-server is not installed; bin/setup says how to get it.")
    options = {
        "port": "0",
        "unixsocket": str(socket),
        "unixsocketperm": "700",
        "dir": str(socket.parent),
        "save": "",
        "appendonly": "no",
        "loglevel": "warning",
    }
    return (program, *(part for name, value in options.items() for part in (f"--{name}", value)))
