"""The worker: one process after the other, and nobody is asked to stop in the middle of a job."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import ROOT

WORKER = """
import os, signal, sys, time
from app.worker.shifts import work_in_shifts

def note(word):
    with open(sys.argv[1], "a") as notes:
        notes.write(f"{word} {os.getpid()}\\n")

def shift():
    leaving = []
    signal.signal(signal.SIGTERM, lambda *_: leaving.append(True))
    note("begins")
    JOB
    note("ends")

sys.exit(work_in_shifts(shift))
"""


class Worker:
    def __init__(self, notes: Path, job: str) -> None:
        self._notes = notes
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER.replace("JOB", job), str(notes)], cwd=ROOT
        )

    def wait_for(self, lines: int) -> list[list[str]]:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            notes = self._notes.read_text().splitlines() if self._notes.exists() else []
            if len(notes) >= lines:
                return [note.split() for note in notes]
            time.sleep(0.02)
        raise AssertionError(f"only {notes}")

    def leave(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def test_a_shift_that_is_done_is_followed_by_a_fresh_process(tmp_path: Path) -> None:
    worker = Worker(tmp_path / "notes", "time.sleep(0.05)")
    notes = worker.wait_for(4)
    assert [word for word, _ in notes[:4]] == ["begins", "ends", "begins", "ends"]
    assert notes[0][1] == notes[1][1] != notes[2][1]
    assert worker.leave() == 0


def test_whoever_is_told_to_leave_finishes_the_job_at_hand(tmp_path: Path) -> None:
    worker = Worker(tmp_path / "notes", "\n    while not leaving: time.sleep(0.01)")
    worker.wait_for(1)
    assert worker.leave() == 0
    assert [word for word, _ in worker.wait_for(2)] == ["begins", "ends"]


def test_a_killed_shift_is_followed_by_the_next(tmp_path: Path) -> None:
    worker = Worker(tmp_path / "notes", "time.sleep(0.05); os.kill(os.getpid(), signal.SIGKILL)")
    assert [word for word, _ in worker.wait_for(2)[:2]] == ["begins", "begins"]
    assert worker.leave() == 0


@pytest.mark.parametrize("code", [1, 3])
def test_a_shift_that_breaks_ends_the_worker_with_its_code(tmp_path: Path, code: int) -> None:
    worker = Worker(tmp_path / "notes", f"sys.exit({code})")
    assert worker.process.wait(timeout=30) == code


def test_a_shift_does_not_outlive_a_killed_worker(tmp_path: Path) -> None:
    worker = Worker(tmp_path / "notes", "\n    while not leaving: time.sleep(0.01)")
    worker.wait_for(1)
    worker.process.kill()
    worker.process.wait()
    assert [word for word, _ in worker.wait_for(2)] == ["begins", "ends"]
