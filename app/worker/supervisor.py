"""Starts programs in order, restarts those that die, stops all in the opposite order."""

from __future__ import annotations

import asyncio
import os
import signal
from asyncio.subprocess import Process
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType

from app.worker.children import tied_to_this_process
from app.worker.lines import MarkedLines, say


class GivenUp(RuntimeError):
    """A program dies as soon as it is started, or never answers; the message names it."""


@dataclass(frozen=True)
class Program:
    """`answers` tells whether others can use it yet; the next program starts only then."""

    name: str
    command: tuple[str, ...]
    answers: Callable[[], bool] = lambda: True


@dataclass(frozen=True)
class Patience:
    """In seconds: until a program answers, until it has stopped, and between two starts (twice as
    long after each early death in a row). A death before `early` seconds is an early one. A program
    that has lived longer once is never given up: what kills it now lies outside, and ends.
    """

    answer: float = 60.0
    stop: float = 10.0
    pause: float = 0.5
    pause_most: float = 15.0
    early: float = 5.0
    early_deaths_most: int = 5


class Supervisor:
    """Use it as `async with`: however the block ends, nothing that it started is left.

    Raises GivenUp: a program cannot be kept running. FileNotFoundError: it is not there.
    """

    def __init__(
        self,
        environment: Mapping[str, str],
        folder: Path,
        patience: Patience | None = None,
        inherited: tuple[int, ...] = (),
    ) -> None:
        self._environment = {**environment, "PYTHONUNBUFFERED": "1"}
        self._folder = folder
        self._patience = patience or Patience()
        self._inherited = inherited
        self._keepers = asyncio.TaskGroup()
        self._kept: list[_Kept] = []

    async def __aenter__(self) -> Supervisor:
        await self._keepers.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for keeper in [kept.keeper for kept in self._kept if kept.keeper]:
            keeper.cancel()
            await asyncio.wait({keeper})
        for kept in reversed(self._kept):
            await self._stop(kept)
        try:
            await self._keepers.__aexit__(kind, error, trace)
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from None

    async def start(self, program: Program) -> None:
        """Returns when the program answers; from then on it is kept running."""
        kept = _Kept(program.name, MarkedLines(program.name))
        self._kept.append(kept)
        kept.keeper = self._keepers.create_task(self._keep(kept, program))
        deadline = monotonic() + self._patience.answer
        while kept.process is None or not program.answers():
            if monotonic() > deadline:
                raise GivenUp(f"{program.name} does not answer.")
            await asyncio.sleep(0.05)

    async def run(self, name: str, command: tuple[str, ...]) -> int:
        """Runs a command once, its output unmarked; returns its exit code as a shell does."""
        kept = _Kept(name)
        self._kept.append(kept)
        kept.process = await self._spawn(command, None)
        code = await kept.process.wait()
        await self._stop(kept)
        self._kept.remove(kept)
        return code if code >= 0 else 128 - code

    async def _keep(self, kept: _Kept, program: Program) -> None:
        early_deaths, has_lived = 0, False
        while has_lived or early_deaths < self._patience.early_deaths_most:
            began = monotonic()
            kept.process = await self._spawn(program.command, kept.lines)
            code = await kept.process.wait()
            _kill_group(kept.process)
            is_early = monotonic() - began < self._patience.early
            early_deaths, has_lived = early_deaths + 1 if is_early else 0, has_lived or not is_early
            pause = min(self._patience.pause * 2**early_deaths, self._patience.pause_most)
            say(kept.name, f"ended with {code}; starts again in {pause:g} s")
            await asyncio.sleep(pause)
        raise GivenUp(f"{kept.name} ends as soon as it is started.")

    async def _spawn(self, command: tuple[str, ...], lines: MarkedLines | None) -> Process:
        return await asyncio.create_subprocess_exec(
            *command,
            cwd=self._folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=lines.end if lines else None,
            stderr=asyncio.subprocess.STDOUT if lines else None,
            pass_fds=self._inherited,
            start_new_session=True,
            preexec_fn=tied_to_this_process(),
        )

    async def _stop(self, kept: _Kept) -> None:
        """Asks, asks again (RQ then drops the job at hand), and kills what does not listen."""
        farewells = (
            (signal.SIGTERM, self._patience.stop),
            (signal.SIGTERM, 2),
            (signal.SIGKILL, 5),
        )
        for farewell, seconds in farewells:
            if kept.process and kept.process.returncode is None:
                with suppress(ProcessLookupError, TimeoutError):
                    kept.process.send_signal(farewell)
                    await asyncio.wait_for(kept.process.wait(), seconds)
        if kept.process:
            _kill_group(kept.process)
        if kept.lines:
            kept.lines.close()


@dataclass
class _Kept:
    name: str
    lines: MarkedLines | None = None
    keeper: asyncio.Task[None] | None = None
    process: Process | None = None


def _kill_group(process: Process) -> None:
    """What a dead program started goes with it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
