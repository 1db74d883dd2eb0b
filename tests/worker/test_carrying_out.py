"""What a start of the site does in which order, with stand-ins for flask and gunicorn."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import ROOT

pytestmark = pytest.mark.each_database

START = """
import asyncio, sys
from functools import partial
from pathlib import Path
from app.worker.supervise import Plan, carry_out
from app.worker.supervisor import Supervisor

folder, port, serves, *task = sys.argv[1:]
plan = Plan("127.0.0.1", int(port), tuple(task), serves == "serves")
supervisor = partial(Supervisor, {"PATH": f"{folder}:/usr/bin:/bin"}, Path(folder))
sys.exit(asyncio.run(carry_out(plan, supervisor, None)))
"""

FLASK = """#!/bin/sh
echo "$*" >> notes
case "$1" in
    migrate) exit "$(cat migration)" ;;
    demo) exit "$2" ;;
    *) exec sleep 60 ;;
esac
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("flask", "gunicorn"):
        (tmp_path / name).write_text(FLASK)
        (tmp_path / name).chmod(0o755)
    (tmp_path / "migration").write_text("0")
    return tmp_path


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", START, str(folder), *arguments], cwd=ROOT)


def notes(folder: Path) -> list[str]:
    file = folder / "notes"
    return file.read_text().splitlines() if file.exists() else []


def test_the_exit_code_of_the_task_passes_through(folder: Path) -> None:
    with start(folder, "1", "ends", "flask", "demo", "7") as site:
        assert site.wait(20) == 7
    assert notes(folder)[0] == "migrate"
    assert sorted(notes(folder)[1:]) == [
        *("--app behind relay run", "--app behind worker run", "demo 7"),
    ]


def test_a_failed_task_is_not_followed_by_a_served_site(folder: Path) -> None:
    with start(folder, "1", "serves", "flask", "demo", "7") as site:
        assert site.wait(20) == 7
    assert not any("clock run" in note for note in notes(folder))


def test_nothing_starts_on_a_database_that_could_not_be_migrated(folder: Path) -> None:
    (folder / "migration").write_text("4")
    with start(folder, "1", "serves") as site:
        assert site.wait(20) == 4
    assert notes(folder) == ["migrate"]


def test_an_interrupted_task_is_not_a_success(folder: Path) -> None:
    with start(folder, "1", "ends", "flask", "sleeping") as site:
        deadline = time.monotonic() + 20
        while "sleeping" not in notes(folder):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        site.send_signal(signal.SIGINT)
        assert site.wait(20) == 130
