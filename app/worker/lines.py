"""The output of several programs on one screen, each line marked with its program's name."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import suppress

_CHUNK = 64 * 1024


def say(name: str, line: str) -> None:
    _write(name, line.encode())


def _write(name: str, line: bytes) -> None:
    with suppress(BrokenPipeError):
        sys.stdout.buffer.write(f"{name:<7}│ ".encode() + line + b"\n")
        sys.stdout.buffer.flush()


class MarkedLines:
    """A pipe whose lines are printed as they come, by the running event loop. It belongs to one
    program and stays open over its restarts.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._rest = b""
        self._loop = asyncio.get_running_loop()
        self._reading_end, self.end = os.pipe()
        os.set_blocking(self._reading_end, False)
        self._loop.add_reader(self._reading_end, self._print)

    def close(self) -> None:
        self._loop.remove_reader(self._reading_end)
        self._print()
        if self._rest:
            _write(self._name, self._rest)
        os.close(self.end)
        os.close(self._reading_end)

    def _print(self) -> None:
        with suppress(BlockingIOError):
            while chunk := os.read(self._reading_end, _CHUNK):
                *lines, self._rest = (self._rest + chunk).split(b"\n")
                for line in lines:
                    _write(self._name, line)
