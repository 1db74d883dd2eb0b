"""What a request of each kind costs the processors of web and database, and how long a submission
holds the end of the history, which all moves wait for: what docs/scaling.md reckons from.

One request after the other in this process, so that the costs hold however busy the machine is.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from app.clock import SystemClock
from app.factory import create_app
from app.migrating import transaction, upgrade
from config import settings_from
from tests.bench.figures import Figures, at_percent
from tests.bench.rush import bare
from tests.bench.rush.season import Entry, settle
from tests.bench.site import environment_of
from tests.servers import private_postgres, private_redis

_TIMES, _WARMING = 200, 10
_FIELD = re.compile(r'name="(csrf_token|seen)"[^>]*value="([^"]+)"')
_TICKS = os.sysconf("SC_CLK_TCK")
_OF_THE_END = re.compile(r"pg_advisory_xact_lock\(\d+\)$")


def measure() -> Figures:
    with (
        TemporaryDirectory() as folder,
        private_postgres(durable=True) as database_url,
        private_redis() as redis_url,
    ):
        settings = settings_from(environment_of(Path(folder), database_url, redis_url))
        app = create_app(settings)
        engine: Engine = app.extensions["database"].engine
        with transaction(engine) as connection:
            upgrade(connection)
        entries = _entries(app)
        with _ends(engine) as ends:
            rows = [_row(kind, act, entries, ends) for kind, act in _acts(app)]
        engine.dispose()
    return Figures("Costs of one request", tuple(rows))


def _entries(app: Flask) -> Sequence[Entry]:
    settings = app.config["SETTINGS"]
    with app.extensions["database"].session(writing=True) as session:
        key = settings.audit_key.encode()
        session.info.update(audit_key=key, settings=settings, clock=SystemClock())
        return settle(app, session, _WARMING + _TIMES, datetime.now(UTC))[0]


def _acts(app: Flask) -> Iterator[tuple[str, Callable[[Entry], None]]]:
    """Each kind of request, made for one entry. Submitting comes last: it is done once each."""
    settings = app.config["SETTINGS"]

    def opening(path: str, *, signed_in: bool) -> Callable[[Entry], None]:
        def act(entry: Entry) -> None:
            client = _client(app, entry if signed_in else None)
            assert client.get(path.format(entry.proposal_id)).status_code == 200

        return act

    def submitting(entry: Entry) -> None:
        _submit(_client(app, entry), entry)

    yield "a public page", opening("/calls/1", signed_in=False)
    yield "one's proposals", opening("/my/proposals", signed_in=True)
    yield "the text of a draft", opening("/proposals/{}/edit/sections", signed_in=True)
    yield "a submission, its page included", submitting
    yield "… by a bare view", partial(_submit_barely, bare.create(settings.database_url))


def _submit_barely(app: Flask, entry: Entry) -> None:
    _submit(app.test_client(), entry)


def _submit(client: FlaskClient, entry: Entry) -> None:
    path = f"/cases/proposal/{entry.proposal_id}/moves/submit"
    form = dict(_FIELD.findall(client.get(path).text))
    assert client.post(path, data=form).status_code == 303


def _client(app: Flask, entry: Entry | None) -> FlaskClient:
    client = app.test_client()
    if entry is not None:
        name, _, value = entry.cookie.partition("=")
        client.set_cookie(name, value)
    return client


def _row(
    kind: str, act: Callable[[Entry], None], entries: Sequence[Entry], ends: list[float]
) -> dict[str, Any]:
    """In milliseconds of processor time; `end` in milliseconds in which nobody else appends."""
    for entry in entries[:_WARMING]:
        act(entry)
    ends.clear()
    web, database = time.process_time(), _seconds_of_postgres()
    for entry in entries[_WARMING:]:
        act(entry)
    web, database = time.process_time() - web, _seconds_of_postgres() - database
    each = 1000 / _TIMES
    return {
        "request": kind,
        "web ms": round(web * each, 1),
        "database ms": round(database * each, 1),
        "end ms p50": round(at_percent(ends, 50) * 1000, 1) if ends else "",
        "end ms p95": round(at_percent(ends, 95) * 1000, 1) if ends else "",
    }


@contextmanager
def _ends(engine: Engine) -> Iterator[list[float]]:
    """For how many seconds each held the end of the history, until after the commit."""
    given: list[float] = []
    ends: list[float] = []

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if _OF_THE_END.search(statement) and not given:
            given.append(time.perf_counter())

    def end(_session: Session) -> None:
        if given:
            ends.append(time.perf_counter() - given.pop())

    event.listen(engine, "after_cursor_execute", note)
    event.listen(Session, "after_commit", end)
    try:
        yield ends
    finally:
        event.remove(engine, "after_cursor_execute", note)
        event.remove(Session, "after_commit", end)


def _seconds_of_postgres() -> float:
    """Processor time of all processes of the databases of this account."""
    spent = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and _name_of(entry) == "postgres":
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            spent += int(fields[11]) + int(fields[12])
    return spent / _TICKS


def _name_of(process: Path) -> str:
    try:
        return (process / "comm").read_text().strip()
    except OSError:
        return ""
