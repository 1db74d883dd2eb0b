"""What a running site has to itself: its folder, its port, and the socket of its Redis."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SOCKET_PATH_MOST = 107
"""Bytes: the longest address of a unix socket that Linux takes."""

LEFTOVERS_SECONDS_MOST = 20.0


class Occupied(RuntimeError):
    """Something else uses the place; the message says what, and what to do."""


@contextmanager
def sole_use(folder: Path) -> Iterator[int]:
    """Yields a lock to hand on to all programs: it is free again only when the last one is gone,
    so a site started after a crash waits for what the crash left behind.

    Raises Occupied: another site runs in this folder.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = os.open(folder / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + LEFTOVERS_SECONDS_MOST
        while not _locked(lock):
            holder = _holder(lock)
            if holder is not None or time.monotonic() > deadline:
                raise Occupied(
                    f"{folder} is in use by process {holder or 'unknown'}; stop it first."
                )
            time.sleep(0.1)
        os.truncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield lock
    finally:
        os.close(lock)


def _locked(lock: int) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _holder(lock: int) -> int | None:
    """The supervisor that took the lock, unless it is dead and only its programs still end."""
    written = os.pread(lock, 20, 0).decode()
    if not written.isdecimal():
        return None
    with suppress(ProcessLookupError, PermissionError):
        os.kill(int(written), 0)
        return int(written)
    return None


@contextmanager
def redis_socket(folder: Path) -> Iterator[Path]:
    """Where the private Redis listens: in `folder`, or in a short temporary folder when the path
    would be too long for a socket.
    """
    socket_path = folder / "redis.sock"
    if len(os.fsencode(socket_path)) <= SOCKET_PATH_MOST:
        yield socket_path
        return
    short = tempfile.mkdtemp(prefix="chongxian-")
    try:
        yield Path(short) / "redis.sock"
    finally:
        shutil.rmtree(short, ignore_errors=True)


def require_free(host: str, port: int) -> None:
    """Raises Occupied: the port is taken, or the address is not this machine's."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Occupied(
                f"{host}:{port}: {error.strerror}. Set PORT to a free one, as in PORT={port + 1}."
            ) from error


def answers_at(address: Path | tuple[str, int]) -> bool:
    """Whether something takes connections there."""
    with suppress(OSError):
        if isinstance(address, Path):
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(address))
        else:
            socket.create_connection(address, timeout=1).close()
        return True
    return False
