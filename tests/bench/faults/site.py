"""The site as bin/serve runs it, in a folder of its own that can be full, and its processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from app.worker.premises import answers_at
from config import ROOT
from tests.bench.site import answers

_MEGABYTES = 256
_START_SECONDS_MOST = 300
_LONGEST_PAUSE = 1.0
"""Seconds: so many kills of one program in a row come from a bench alone."""

_WORDS = {
    "web": "gunicorn",
    "worker": "worker run",
    "relay": "relay run",
    "clock": "clock run",
    "redis": "redis-server",
}


class Site:
    """A supervisor and what it keeps running."""

    def __init__(self, process: subprocess.Popen[bytes], address: tuple[str, int]) -> None:
        self._process, self.address = process, address

    def is_up(self) -> bool:
        return self._process.poll() is None and answers_at(self.address)

    def wait(self, seconds: float) -> bool:
        """Whether it answers people within that time."""
        deadline = time.monotonic() + seconds
        while not (self.is_up() and answers(*self.address)):
            if self.has_ended() or time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def kill(self, kind: str, random: Random) -> bool:
        """Whether there was such a process."""
        found = self._processes(kind)
        if not found:
            return False
        with suppress(ProcessLookupError):
            os.kill(random.choice(found), signal.SIGKILL)
        return True

    def _processes(self, kind: str) -> list[int]:
        parents = {"web process": "web", "shift": "worker"}
        if kind in parents:
            return [child for parent in self._processes(parents[kind]) for child in _of(parent)]
        return [n for n in _of(self._process.pid) if _WORDS[kind] in _command(n)]


@contextmanager
def supervised(environment: Mapping[str, str], port: int, log: Path) -> Iterator[Site]:
    supervise = (sys.executable, "-m", "app.worker.supervise", "--bind", f"127.0.0.1:{port}")
    command = (*supervise, "--longest-pause", str(_LONGEST_PAUSE))
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        site = Site(process, ("127.0.0.1", port))
        try:
            if not site.wait(_START_SECONDS_MOST):
                raise RuntimeError(f"the site does not answer; see {log}")
            yield site
        finally:
            process.terminate()
            process.wait(60)


class Disk:
    """A file system of its own; `can_be_full` is False where none could be mounted (no root)."""

    def __init__(self, folder: Path, *, can_be_full: bool) -> None:
        self.folder, self.can_be_full = folder, can_be_full
        self._filler = folder / "filler"

    def fill(self) -> None:
        """Until nothing goes in, not even what closing the file would still write."""
        with suppress(OSError), self._filler.open("wb") as file:
            while True:
                file.write(b"\0" * 65536)
                file.flush()

    def free(self) -> None:
        self._filler.unlink(missing_ok=True)


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    folder.mkdir()
    size = f"size={_MEGABYTES}m"
    mount = ("mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder))
    mounted = os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    try:
        yield Disk(folder, can_be_full=mounted)
    finally:
        if mounted:
            subprocess.run(("umount", "--lazy", str(folder)), check=True)


def _of(parent: int) -> list[int]:
    """Its children."""
    return [n for n in _all() if _parent(n) == parent]


def _all() -> list[int]:
    return sorted(int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal())


def _parent(process: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        stat = Path(f"/proc/{process}/stat").read_text(errors="replace")
        return int(stat.rpartition(")")[2].split()[1])
    return 0


def _command(process: int) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""
