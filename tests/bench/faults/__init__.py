"""A site at work while its programs are killed, its servers restarted and its disk filled.

Drafts are written and submitted, reviews signed, lists decided, contracts signed and paid; letters
and mails follow. Meanwhile whatever the plan of this seed says falls. At the end everything that
people were told is held against what is there, and the records prove themselves.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import click
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select

from app.clock import MovableClock
from app.database import Database
from app.factory import create_app
from app.migrating import transaction, upgrade
from app.models import History
from app.worker.context import Context
from config import ROOT, Settings, settings_from
from tests.bench.faults.held import failed_work, held, work_left
from tests.bench.faults.plan import KEEPS_NOBODY_AWAY, KILLED, Fault, drawn
from tests.bench.faults.post import Post, post
from tests.bench.faults.site import Disk, Site, disk, supervised
from tests.bench.faults.traffic import Traffic
from tests.bench.faults.world import World, settle
from tests.bench.figures import Figures
from tests.bench.site import free_port
from tests.conftest import START, StillClock
from tests.servers import PostgresServer, postgres_server
from tests.services.stage import Stage

_SKEW_MOST = 600
"""Seconds the clock of all programs jumps, forwards or back."""

_BETWEEN_TWO_FALLS = 8
"""Seconds at most that the web is waited for before it falls again."""

_LOOK_AGAIN, _LOOKED_AT_MOST = 0.05, 400
"""Seconds until something else is drawn to be killed where nothing was there, and how often."""

_PATIENCE, _DRAINING = 480, 480
"""Seconds for people to get their answers, and for the queue to be worked off."""


def measure(kills: int, seed: int) -> Figures:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="cx-", dir="/tmp")))
        place = stack.enter_context(disk(folder / "var"))
        server = stack.enter_context(postgres_server(durable=True))
        mail = stack.enter_context(post())
        environment = {
            "CHONGXIAN_MODE": "demo",
            "CHONGXIAN_VAR": str(place.folder),
            "CHONGXIAN_DATABASE_URL": server.url,
            "CHONGXIAN_MAIL_SERVER": mail.address,
        }
        for name in [name for name in os.environ if name.startswith("CHONGXIAN_")]:
            stack.callback(os.environ.__setitem__, name, os.environ.pop(name))
        run = _Run(environment, server, mail, place, drawn(kills, seed), Random(seed))
        return Figures(f"{kills} kills, seed {seed}", tuple(run.rows()))


class _Run:
    def __init__(
        self,
        environment: Mapping[str, str],
        server: PostgresServer,
        mail: Post,
        place: Disk,
        plan: list[Fault],
        random: Random,
    ) -> None:
        self._environment, self._server, self._mail, self._place = environment, server, mail, place
        self._plan, self._random = plan, random
        self._settings: Settings = settings_from(environment)
        self._clock = MovableClock(place.folder / "clock.json")
        self._database = Database(server.url)
        self._fallen: Counter[str] = Counter()
        self._ending: list[threading.Timer] = []

    def rows(self) -> list[dict[str, Any]]:
        seconds = sum(fault.pause for fault in self._plan)
        with transaction(self._database.engine) as connection:
            upgrade(connection)
        world, since = self._settle(seconds)
        log = ROOT / "var" / "bench" / "faults.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with supervised(self._environment, free_port(), log) as site:
            traffic = Traffic(site.address, self._database, seconds)
            traffic.begin(world)
            self._carry_out(site)
            waiting = traffic.finish(_PATIENCE)
            drained = self._drain()
        kept = traffic.kept
        with self._database.session(writing=False) as session:
            found = held(session, world, kept, since, self._mail.taken)
            failed = failed_work(session)
        for made, status in kept.refused:
            click.echo(f"refused {status}: {made}")
        for line in failed:
            click.echo(f"failed: {line}")
        rows = [{"what": kind, "times": times} for kind, times in sorted(self._fallen.items())]
        answers = Counter({str(status): n for status, n in kept.statuses.items()})
        return [
            *rows,
            *found,
            {"what": "people without an answer at the end", "times": waiting},
            {"what": "refused", "times": len(kept.refused)},
            {"what": "failed for good", "times": len(failed)},
            *({"what": f"answered {status}", "times": n} for status, n in sorted(answers.items())),
            {"what": "longest wait", "times": f"{max(kept.waits):.0f} s"},
            {"what": "queue drained after", "times": f"{drained:.0f} s"},
            self._proven("money", "check"),
            self._proven("audit", "verify"),
        ]

    def _settle(self, seconds: float) -> tuple[World, int]:
        """In the spring in which the tests play; the clock of the site goes on from there."""
        click.echo("settling …")
        app = create_app(self._settings)
        clock = StillClock(START)
        context = Context(self._settings, self._database, clock)
        with self._database.session(writing=True) as session:
            session.info["audit_key"] = self._settings.audit_key.encode()
            session.info["settings"] = self._settings
            session.info["clock"] = clock
            stage = Stage(session, clock, context)
            world = settle(stage, app, max(12, len(self._plan) // 20), seconds)
            since = session.scalar(select(func.max(History.id))) or 0
        app.extensions["database"].engine.dispose()
        self._clock.move_to(START)
        return world, since

    def _carry_out(self, site: Site) -> None:
        for fault in self._plan:
            time.sleep(fault.pause)
            if site.has_ended():
                raise RuntimeError("the supervisor has given up; see var/bench/faults.log")
            if fault.kind.startswith("web"):
                site.wait(_BETWEEN_TWO_FALLS)
            if fault.kind in KILLED:
                self._fallen[self._killed(site, fault.kind)] += 1
            elif self._happened(fault):
                self._fallen[fault.kind] += 1
        for timer in self._ending:
            timer.join()

    def _killed(self, site: Site, kind: str) -> str:
        """What fell: this or, as long as no such program is running, another. So every kill that
        is asked for ends something."""
        for _ in range(_LOOKED_AT_MOST):
            if site.kill(kind, self._random):
                return kind
            time.sleep(_LOOK_AGAIN)
            kind = self._random.choice(KEEPS_NOBODY_AWAY)
        raise RuntimeError("nothing is left running; see var/bench/faults.log")

    def _happened(self, fault: Fault) -> bool:
        """Whether it could: a disk that nobody may fill is never full."""
        match fault.kind:
            case "postgresql":
                self._server.crash()
            case "flush":
                with suppress(RedisError), Redis.from_url(self._redis()) as redis:
                    redis.flushall()
            case "mail":
                self._mail.is_away.set()
                self._later(fault.lasting, self._mail.is_away.clear)
            case "disk":
                if not self._place.can_be_full:
                    return False
                self._place.fill()
                self._later(fault.lasting, self._place.free)
            case "skew":
                jump = timedelta(seconds=self._random.uniform(-_SKEW_MOST, _SKEW_MOST))
                self._clock.move_to(self._clock.now() + jump)
        return True

    def _later(self, seconds: float, end: Any) -> None:
        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        self._ending.append(timer)

    def _redis(self) -> str:
        return f"unix://{self._place.folder / 'redis.sock'}"

    def _drain(self) -> float:
        """Seconds until nothing is left to do. The clock is moved on, so that what was handed to a
        worker that died is not waited for in full; nothing else is touched."""
        began = time.monotonic()
        while time.monotonic() - began < _DRAINING:
            with suppress(Exception), self._database.session(writing=False) as session:
                if not work_left(session):
                    break
            time.sleep(2)
            self._clock.move_to(self._clock.now() + timedelta(minutes=1))
        return time.monotonic() - began

    def _proven(self, *command: str) -> dict[str, Any]:
        said = subprocess.run(
            (sys.executable, "-m", "flask", "--app", "wsgi", *command),
            cwd=ROOT,
            env={**os.environ, **self._environment},
            capture_output=True,
            text=True,
            check=False,
        )
        click.echo(said.stdout + (said.stderr if said.returncode else ""))
        words = "holds" if said.returncode == 0 else "BROKEN"
        return {"what": f"flask {' '.join(command)}", "times": words}
