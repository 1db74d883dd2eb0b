"""Two machines that share PostgreSQL, Redis and an S3 store, and nothing else: on each a web site
of two processes and a worker. What one has begun the other goes on with.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.database import Database
from app.migrating import transaction, upgrade
from app.models import Attachment, Call, Letter, Proposal
from app.services.identity import passwords
from config import ROOT, settings_from
from connections import ObjectStorage
from tests.bench.figures import Figures
from tests.bench.letters import season
from tests.bench.nodes.machines import NETWORK, Machine, machines
from tests.bench.nodes.person import Person, Place, fields
from tests.bench.site import answers, free_port, running
from tests.factories import call, person, proposal
from tests.object_server import new_bucket, object_server
from tests.servers import postgres_server, private_redis
from tests.services.stage import a_page

_PASSWORD = "as typed by everybody"
_LETTERS = 6
_SECONDS_MOST = 180
_TRIES_MOST = 12


def measure() -> Figures:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="cx-", dir="/tmp")))
        there = stack.enter_context(machines())
        gateways = [machine.gateway for machine in there if machine.gateway]
        server = stack.enter_context(postgres_server(listen=gateways, network=NETWORK))
        queue = stack.enter_context(private_redis(listen=gateways))
        endpoint = stack.enter_context(object_server("0.0.0.0" if gateways else "127.0.0.1"))
        store = new_bucket(endpoint)
        environments = [_environment(one, folder, server.url, queue, store) for one in there]
        bench = _Bench(there, environments, stack)
        apart = "two network namespaces" if gateways else "two folders, one network (no namespaces)"
        return Figures(f"two machines: {apart}", tuple(bench.rows()))


def _environment(
    machine: Machine, folder: Path, database: str, queue: str, store: ObjectStorage
) -> dict[str, str]:
    endpoint = store.endpoint
    if machine.gateway is not None:
        database = f"postgresql+psycopg://chongxian@{machine.gateway}/postgres"
        queue = f"redis://{machine.gateway}:6379/0"
        endpoint = f"http://{machine.gateway}:{endpoint.rpartition(':')[2]}"
    return {
        "CHONGXIAN_MODE": "development",
        "CHONGXIAN_VAR": str(folder / machine.name),
        "CHONGXIAN_FONTS": str(ROOT / "var" / "fonts"),
        "CHONGXIAN_DATABASE_URL": database,
        "CHONGXIAN_REDIS_URL": queue,
        "CHONGXIAN_PROXIES": "1",
        "CHONGXIAN_S3_ENDPOINT": endpoint,
        "CHONGXIAN_S3_BUCKET": store.bucket,
        "CHONGXIAN_S3_ACCESS_KEY": "key",
        "CHONGXIAN_S3_SECRET_KEY": "secret",
        "FLASK_APP": "wsgi",
    }


class _Bench:
    def __init__(
        self, there: list[Machine], environments: list[dict[str, str]], stack: ExitStack
    ) -> None:
        self._there, self._environments, self._stack = there, environments, stack
        self._settings = settings_from(environments[0])
        self._database = Database(self._settings.database_url)
        stack.callback(self._database.engine.dispose)

    def rows(self) -> Iterator[dict[str, Any]]:
        draft, emails, awards = self._settled()
        one, two = (self._site(machine) for machine in range(2))
        somebody = Person("203.0.113.7")
        page = somebody.get(one, "/account/sign-in")
        typed = {"email": emails[0], "password": _PASSWORD} | fields(page)
        entered = somebody.post(two, "/account/sign-in", typed)
        yield _row("a form of the one is taken by the other, signing in", entered.status_code, 303)
        desk = [somebody.get(place, "/my/proposals").status_code for place in (one, two)]
        yield _row("signed in at both", desk, [200, 200])
        yield from self._uploaded(somebody, one, two, draft)
        tries = [self._tries(emails[n], places) for n, places in ((1, (one, two)), (2, (one,)))]
        yield _row("wrong passwords until one must wait: at both, at one", tries[0], tries[1])
        for number in range(2):
            yield from self._lettered(number, awards[number * _LETTERS :][:_LETTERS])
        for place in (one, two):
            measured = somebody.get(place, "/readyz").json()
            yield _row(f"{place[0]} is ready", measured["files"], "ok")

    def _settled(self) -> tuple[int, list[str], list[Proposal]]:
        with transaction(self._database.engine) as connection:
            upgrade(connection)
        now = datetime.now(UTC)
        with self._database.session(writing=True) as session:
            key = self._settings.audit_key.encode()
            session.info.update(settings=self._settings, audit_key=key)
            people = [
                person(session, password_hash=passwords.hashed(_PASSWORD), organisation_id=None)
                for _ in range(3)
            ]
            of_call = _open_call(session, now)
            draft = proposal(session, call=of_call, pi=people[0])
            awards = season.settle(session, 2 * _LETTERS)
            session.commit()
            return draft.id, [one.email for one in people], awards

    def _site(self, number: int) -> Place:
        machine, port = self._there[number], free_port()
        config = str(ROOT / "bin" / "gunicorn.conf.py")
        bind = f"{machine.address}:{port}"
        command = ("gunicorn", "--config", config, "--bind", bind, "wsgi:app")
        self._stack.enter_context(self._program(number, *command))
        _until(lambda: answers(machine.address, port), f"{machine.name} answers")
        return machine.address, port

    def _program(self, number: int, *command: str) -> Any:
        whole = (*self._there[number].into, sys.executable, "-m", *command)
        return running(whole, self._environments[number])

    def _uploaded(
        self, somebody: Person, one: Place, two: Place, draft: int
    ) -> Iterator[dict[str, Any]]:
        path, content = f"/proposals/{draft}/edit/attachments", a_page().getvalue()
        typed = fields(somebody.get(two, path)) | {"key": "other"}
        sent = somebody.post(one, path, typed, ("方案.pdf", content))
        yield _row("a file is uploaded at the one", sent.status_code, 303)
        with self._database.session(writing=False) as session:
            number = session.scalar(select(func.max(Attachment.id)))
        got = somebody.get(two, f"/proposals/{draft}/files/{number}")
        yield _row("and downloaded at the other, whole", got.content == content, True)

    def _tries(self, email: str, places: tuple[Place, ...]) -> int:
        """How many wrong passwords are looked at before one has to wait."""
        stranger = Person("203.0.113.8")
        for tried in range(_TRIES_MOST):
            place = places[tried % len(places)]
            typed = {"email": email, "password": "wrong"}
            page = stranger.get(place, "/account/sign-in")
            answer = stranger.post(place, "/account/sign-in", typed | fields(page))
            if "分钟" in answer.text:
                return tried
        return _TRIES_MOST

    def _lettered(self, number: int, awards: list[Proposal]) -> Iterator[dict[str, Any]]:
        """Awarded while only the worker of this machine runs; read from the other."""
        began = time.monotonic()
        with (
            self._program(number, "flask", "worker", "run"),
            self._program(0, "flask", "relay", "run"),
        ):
            with self._database.transaction() as session:
                key = self._settings.audit_key.encode()
                session.info.update(settings=self._settings, audit_key=key)
                season.award(session, [session.get_one(Proposal, one.id) for one in awards])
            filed = (number + 1) * _LETTERS
            _until(lambda: self._filed() == filed, f"{filed} letters are filed")
        name = self._there[number].name
        yield _row(f"letters made at {name}", self._filed(), filed) | {
            "s": round(time.monotonic() - began, 1)
        }
        other = 1 - number
        proved = self._proved(other, "Letters"), self._proved(other, "Files")
        yield _row(
            f"letters, files proved at {self._there[other].name}", proved, (filed, filed + 1)
        )

    def _filed(self) -> int:
        with self._database.session(writing=False) as session:
            filed = select(func.count(Letter.id)).where(Letter.state == "filed")
            return session.scalar(filed) or 0

    def _proved(self, number: int, kind: str) -> int | None:
        """How many of a kind hold, as that machine sees them; None when one does not."""
        command = (*self._there[number].into, sys.executable, "-m", "flask", "audit", "verify")
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **self._environments[number]},
            capture_output=True,
            text=True,
            check=False,
        )
        found = re.search(rf"/ {kind}: (\d+)$", done.stdout, re.MULTILINE)
        return int(found.group(1)) if found else None


def _open_call(session: Session, now: datetime) -> Call:
    return call(session, open_at=now - timedelta(days=9), close_at=now + timedelta(days=9))


def _row(what: str, found: Any, wanted: Any) -> dict[str, Any]:
    return {"what": what, "found": found, "holds": found == wanted}


def _until(holds: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + _SECONDS_MOST
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"in vain it was waited until {what}")
        time.sleep(0.2)
