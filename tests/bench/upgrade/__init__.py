"""A rolling upgrade while people work: old code, the new tables under it, new code beside it, and
then new code alone, on one PostgreSQL, one queue and one folder.

People come through a balancer, as in front of several machines; each of their requests may meet
either code. At the end what they were told is held against what is there, as in `bin/bench faults`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from app.clock import MovableClock
from app.database import Database
from config import ROOT
from tests.bench.balancer import Balancer, balancing
from tests.bench.faults.held import failed_work, held, work_left
from tests.bench.faults.post import Post, post
from tests.bench.faults.traffic import Traffic
from tests.bench.faults.world import Task, World
from tests.bench.figures import Figures
from tests.bench.site import program, serving
from tests.conftest import START
from tests.servers import postgres_server, private_redis

_MANY = 24
_SECONDS = 80
_PHASE = _SECONDS / 5
_PATIENCE, _DRAINING = 480, 900
_LETTING_GO = 2.0
_BACKGROUND = ("worker", "relay", "clock")

_SETTLE = f"""
import json, sys
from dataclasses import asdict
from sqlalchemy import func, select
from wsgi import app
from app.database import Database
from app.migrating import transaction, upgrade
from app.models import History
from app.worker.context import Context
from config import settings_from
from tests.bench.faults.world import settle
from tests.conftest import START, StillClock
from tests.services.stage import Stage
settings = settings_from()
database, clock = Database(settings.database_url), StillClock(START)
with transaction(database.engine) as connection:
    upgrade(connection)
with database.session(writing=True) as session:
    session.info.update(settings=settings, audit_key=settings.audit_key.encode(), clock=clock)
    stage = Stage(session, clock, Context(settings, database, clock))
    world = settle(stage, app, {_MANY}, {_SECONDS})
    since = session.scalar(select(func.max(History.id))) or 0
print(json.dumps([asdict(world), since]))
"""
"""Run by the old code, with its own models and set-up."""


def measure(revision: str) -> Figures:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="cx-", dir="/tmp")))
        for name in [name for name in os.environ if name.startswith("CHONGXIAN_")]:
            stack.callback(os.environ.__setitem__, name, os.environ.pop(name))
        mail = stack.enter_context(post())
        environment = {
            "CHONGXIAN_MODE": "demo",
            "CHONGXIAN_VAR": str(folder / "var"),
            "CHONGXIAN_FONTS": str(ROOT / "var" / "fonts"),
            "CHONGXIAN_DATABASE_URL": stack.enter_context(postgres_server(durable=True)).url,
            "CHONGXIAN_REDIS_URL": stack.enter_context(private_redis()),
            "CHONGXIAN_MAIL_SERVER": mail.address,
        }
        old = _code_of(revision, folder / "old")
        return Figures(f"from {revision}", tuple(_rows(environment, old, folder, mail)))


def _code_of(revision: str, folder: Path) -> Path:
    folder.mkdir()
    archive = subprocess.Popen(
        ("git", "archive", "--format=tar", revision), cwd=ROOT, stdout=subprocess.PIPE
    )
    subprocess.run(("tar", "-x", "-C", str(folder)), stdin=archive.stdout, check=True)
    if archive.wait():
        raise RuntimeError(f"there is no revision {revision}")
    return folder


def _rows(environment: dict[str, str], old: Path, folder: Path, mail: Post) -> list[dict[str, Any]]:
    click.echo("settling by the old code …")
    world, since = _settled(environment, old)
    clock, database = MovableClock(folder / "var" / "clock.json"), _database(environment)
    clock.move_to(START)
    with balancing() as balancer:
        traffic = Traffic(balancer.address, database, _SECONDS)
        phases = _Phases(environment, old, balancer, traffic, world)
        waiting = phases.carry_out()
        with ExitStack() as new:
            for name in _BACKGROUND:
                new.enter_context(program(("flask", name, "run"), environment))
            drained = _drained(database, clock)
    with database.session(writing=False) as session:
        found, failed = held(session, world, traffic.kept, since, mail.taken), failed_work(session)
    for line in [f"refused {one}" for one in traffic.kept.refused] + failed:
        click.echo(line)
    database.engine.dispose()
    return [
        *phases.rows,
        *found,
        {"what": "people without an answer at the end", "times": waiting},
        {"what": "refused", "times": len(traffic.kept.refused)},
        {"what": "failed for good", "times": len(failed)},
        {"what": "longest wait", "times": f"{max(traffic.kept.waits):.1f} s"},
        {"what": "queue drained after", "times": f"{drained:.0f} s"},
        _proven(environment, "money", "check"),
        _proven(environment, "audit", "verify"),
    ]


def _settled(environment: dict[str, str], old: Path) -> tuple[World, int]:
    said = subprocess.run(
        (sys.executable, "-c", _SETTLE),
        cwd=old,
        env={**os.environ, **environment, "PYTHONPATH": str(old)},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    made, since = json.loads(said.stdout.splitlines()[-1])
    closing = made.pop("closing")
    tasks = {kind: [Task(t["case_id"], tuple(t["cookies"])) for t in made[kind]] for kind in made}
    return World(**tasks, closing=closing), since


class _Phases:
    """Old alone, old on new tables, both, new alone; `rows` say how each was answered."""

    def __init__(
        self,
        environment: dict[str, str],
        old: Path,
        balancer: Balancer,
        traffic: Traffic,
        world: World,
    ) -> None:
        self._environment, self._old, self._balancer = environment, old, balancer
        self._traffic, self._world = traffic, world
        self._seen: Counter[int] = Counter()
        self.rows: list[dict[str, Any]] = []

    def carry_out(self) -> int:
        """How many people are without an answer at the end."""
        with ExitStack() as new:
            with ExitStack() as old:
                host_port = old.enter_context(serving("wsgi:app", self._environment, self._old))
                for name in _BACKGROUND:
                    command = ("flask", name, "run")
                    old.enter_context(program(command, self._environment, self._old))
                self._balancer.add(host_port)
                self._traffic.begin(self._world)
                self._phase("old code")
                _flask(self._environment, "migrate").check_returncode()
                self._phase("old code on new tables")
                added = new.enter_context(serving("wsgi:app", self._environment))
                new.enter_context(program(("flask", "worker", "run"), self._environment))
                self._balancer.add(added)
                self._phase("both")
                self._balancer.remove(host_port)
                time.sleep(_LETTING_GO)
            self._phase("new code")
            waiting = self._traffic.finish(_PATIENCE)
            self._count("new code, to the end")
        return waiting

    def _phase(self, name: str) -> None:
        time.sleep(_PHASE)
        self._count(name)

    def _count(self, name: str) -> None:
        now = Counter(self._traffic.kept.statuses)
        fresh = now - self._seen
        self._seen = now
        answers = {f"answered {status}": number for status, number in sorted(fresh.items())}
        self.rows.append({"what": name, **answers})
        click.echo(f"{name}: {answers}")


def _drained(database: Database, clock: MovableClock) -> float:
    """Seconds until nothing is left to do; the clock moves on, so that no pause is waited for."""
    began = time.monotonic()
    while time.monotonic() - began < _DRAINING:
        with database.session(writing=False) as session:
            if not work_left(session):
                break
        time.sleep(2)
        clock.move_to(clock.now() + timedelta(minutes=1))
    return time.monotonic() - began


def _database(environment: dict[str, str]) -> Database:
    return Database(environment["CHONGXIAN_DATABASE_URL"])


def _flask(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-m", "flask", "--app", "wsgi", *command),
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _proven(environment: dict[str, str], *command: str) -> dict[str, Any]:
    done = _flask(environment, *command)
    click.echo(done.stderr if done.returncode else "")
    return {
        "what": f"flask {' '.join(command)}",
        "times": "holds" if done.returncode == 0 else "BROKEN",
    }
