"""The supervisor, on small programs of our own: what it starts it also ends, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import ROOT

HOUSE = """
import asyncio, sys
from pathlib import Path
from app.worker.premises import sole_use
from app.worker.supervise import stop_on_signal
from app.worker.supervisor import GivenUp, Patience, Program, Supervisor

folder = Path(sys.argv[1])
patience = Patience(stop=1, pause=0.05, early=0.5, early_deaths_most=3)

async def main():
    stop_on_signal()
    with sole_use(folder) as lock:
        async with Supervisor({"PATH": "/usr/bin:/bin"}, folder, patience, (lock,)) as supervisor:
            for name in sys.argv[2:]:
                command = (sys.executable, "-c", (folder / f"{name}.py").read_text(), name)
                await supervisor.start(Program(name, command))
            print("all started", flush=True)
            await asyncio.Event().wait()

try:
    asyncio.run(main())
except asyncio.CancelledError:
    sys.exit(0)
except GivenUp as error:
    print(error, flush=True)
    sys.exit(1)
"""

NOTE = """
import os, signal, sys, time
name = sys.argv[1]
def note(text):
    with open("notes", "a") as notes:
        notes.write(text + "\\n")
def leave(*_):
    note(f"{name} stops")
    sys.exit(0)
"""

PATIENT = (
    NOTE
    + """
signal.signal(signal.SIGTERM, leave)
note(f"{name} starts {os.getpid()}")
print("ready", flush=True)
time.sleep(60)
"""
)

DEAF = (
    NOTE
    + """
signal.signal(signal.SIGTERM, signal.SIG_IGN)
note(f"{name} starts {os.getpid()}")
time.sleep(60)
"""
)

WITH_CHILD = (
    NOTE
    + """
if os.fork() == 0:
    name = "child"
note(f"{name} starts {os.getpid()}")
time.sleep(60)
"""
)

ONCE_SOUND = (
    NOTE
    + """
note(f"{name} starts {os.getpid()}")
is_first = len(open("notes").readlines()) == 1
time.sleep(0.7 if is_first else 0)
sys.exit(3)
"""
)

SHORT_LIVED = (
    NOTE
    + """
note(f"{name} starts {os.getpid()}")
sys.exit(3)
"""
)


class House:
    """A supervisor in a process of its own, and what its programs noted."""

    def __init__(self, folder: Path, programs: dict[str, str]) -> None:
        self._folder = folder
        for name, code in programs.items():
            (folder / f"{name}.py").write_text(code)
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOUSE, str(folder), *programs],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def notes(self) -> list[str]:
        file = self._folder / "notes"
        return file.read_text().splitlines() if file.exists() else []

    def started(self, name: str) -> list[int]:
        return [int(n.split()[2]) for n in self.notes() if n.startswith(f"{name} starts")]

    def wait_until_all_have_started(self, *names: str) -> None:
        self.wait_for(lambda: all(self.started(name) for name in names))

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not condition():
            assert time.monotonic() < deadline, self.notes()
            time.sleep(0.02)

    def end(self) -> tuple[int, str]:
        """Its exit code and everything it printed."""
        printed, _ = self.process.communicate(timeout=30)
        return self.process.returncode, printed


Start = Callable[[dict[str, str]], House]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    houses: list[House] = []

    def started(programs: dict[str, str]) -> House:
        houses.append(House(tmp_path, programs))
        return houses[-1]

    yield started
    for house in houses:
        with house.process:
            house.process.kill()


def alive(pid: int) -> bool:
    """A zombie that nobody has reaped yet is not alive."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_all_in_the_opposite_order(start: Start, number: signal.Signals) -> None:
    house = start({"redis": PATIENT, "worker": PATIENT, "web": PATIENT})
    house.wait_until_all_have_started("redis", "worker", "web")
    house.process.send_signal(number)
    code, printed = house.end()
    assert code == 0
    assert [n for n in house.notes() if "stops" in n] == [
        "web stops",
        "worker stops",
        "redis stops",
    ]
    assert "worker │ ready" in printed


def test_a_program_that_does_not_listen_is_killed(start: Start) -> None:
    house = start({"deaf": DEAF, "patient": PATIENT})
    house.wait_until_all_have_started("deaf", "patient")
    house.process.terminate()
    house.end()
    assert not alive(house.started("deaf")[0])


def test_no_orphan_is_left_when_the_supervisor_is_killed(start: Start) -> None:
    house = start({"redis": PATIENT, "web": PATIENT})
    house.wait_until_all_have_started("redis", "web")
    pids = house.started("redis") + house.started("web")
    assert all(alive(pid) for pid in pids)
    house.process.send_signal(signal.SIGKILL)
    house.wait_for(lambda: not any(alive(pid) for pid in pids))


def test_what_a_program_started_ends_with_it(start: Start) -> None:
    house = start({"master": WITH_CHILD})
    house.wait_until_all_have_started("master", "child")
    house.process.terminate()
    house.end()
    assert not alive(house.started("child")[0])


def test_a_program_that_dies_is_started_again(start: Start) -> None:
    house = start({"worker": PATIENT})
    house.wait_for(lambda: len(house.started("worker")) == 1)
    os.kill(house.started("worker")[0], signal.SIGKILL)
    house.wait_for(lambda: len(house.started("worker")) == 2)
    house.process.terminate()
    code, printed = house.end()
    assert code == 0
    assert "worker │ ended with -9" in printed


def test_one_program_that_keeps_dying_at_once_stops_all(start: Start) -> None:
    house = start({"redis": PATIENT, "web": SHORT_LIVED})
    code, printed = house.end()
    assert code == 1
    assert "web ends as soon as it is started" in printed
    assert len(house.started("web")) == 3
    assert not alive(house.started("redis")[0])


def test_a_program_that_has_lived_is_started_again_however_often_it_dies(start: Start) -> None:
    house = start({"web": ONCE_SOUND})
    house.wait_for(lambda: len(house.started("web")) == 6)
    assert house.process.poll() is None
