"""A real streaming replica: readers who are not signed in get it while it keeps up, and never
notice when it does not."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, g, request_finished
from sqlalchemy import text

from app.database import Database
from app.factory import create_app
from app.models import Base
from app.replica import Replica
from app.worker.context import Context
from config import settings_from
from environment import BadSetting
from tests.factories import call
from tests.servers import PostgresServer, postgres_server, replica_of

TOKEN = "t" * 16
LAG_MOST = 0.3
"""Seconds, where a test lets one lag; elsewhere as the settings have it."""


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[PostgresServer, PostgresServer]]:
    with postgres_server() as primary:
        database = Database(primary.url)
        Base.metadata.create_all(database.engine)
        database.engine.dispose()
        with replica_of(primary) as replica:
            yield primary, replica


@pytest.fixture
def app(servers: tuple[PostgresServer, PostgresServer], tmp_path: Path) -> Iterator[Flask]:
    primary, replica = servers
    made = create_app(
        settings_from(
            {
                "CHONGXIAN_MODE": "test",
                "CHONGXIAN_VAR": str(tmp_path),
                "CHONGXIAN_DATABASE_URL": primary.url,
                "CHONGXIAN_REPLICA_URL": replica.url,
                "CHONGXIAN_METRICS_TOKEN": TOKEN,
            }
        )
    )
    database: Database = made.extensions["database"]
    assert database.replica is not None
    yield made
    execute(database.replica, "SELECT pg_wal_replay_resume()")
    database.replica.engine.dispose()
    database.engine.dispose()


def replica_in(app: Flask) -> Replica:
    replica: Replica | None = app.extensions["database"].replica
    assert replica is not None
    return replica


def execute(replica: Replica, statement: str) -> None:
    with replica.engine.connect() as connection:
        connection.execute(text(statement))


def soon(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.02)
    return holds()


def asked_of(app: Flask, path: str, cookie: dict[str, str] | None = None) -> str:
    """Which of the two a reader was answered by, with that in the session cookie."""
    database: Database = app.extensions["database"]
    asked = []

    def note(_app: Flask, **_of: object) -> None:
        asked.append("replica" if database.is_of_replica(g.db) else "primary")

    client = app.test_client()
    with client.session_transaction() as session:
        session.update(cookie or {})
    with request_finished.connected_to(note, app):
        assert client.get(path).status_code == 200
    return asked[0]


def test_only_pages_for_everybody_go_to_it_and_only_for_whoever_was_shown_no_form(
    app: Flask,
) -> None:
    assert soon(replica_in(app).is_fit)
    for path in ("/", "/calls", "/races", "/find?q=x", "/plan"):
        assert asked_of(app, path) == "replica"
    assert asked_of(app, "/", {"locale": "en"}) == "replica"
    assert asked_of(app, "/", {"csrf_token": "of a form"}) == "primary"
    assert asked_of(app, "/", {"_user_id": "somebody"}) == "primary"
    assert asked_of(app, "/account/sign-in") == "primary"


def test_one_that_lags_is_left_out_and_shown_and_used_again_when_it_has_caught_up(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.replica._EVERY", 0.05)
    there = app.extensions
    context = Context(app.config["SETTINGS"], there["database"], there["clock"])
    replica, client = replica_in(app), app.test_client()
    measures = {"Authorization": f"Bearer {TOKEN}"}
    assert soon(replica.is_fit)
    execute(replica, "SELECT pg_wal_replay_pause()")
    with context.transaction() as session:
        title = call(session, state="open").title
    assert title not in client.get("/calls").text
    monkeypatch.setattr(replica, "_lag_most", LAG_MOST)
    assert soon(lambda: not replica.is_fit())
    assert (replica.lag() or 0) > LAG_MOST
    assert title in client.get("/calls").text
    ready = client.get("/readyz").json or {}
    assert ready["replica"] == "left out"
    assert "chongxian_replica_used 0.0" in client.get("/metrics", headers=measures).text
    execute(replica, "SELECT pg_wal_replay_resume()")
    monkeypatch.setattr(replica, "_lag_most", app.config["SETTINGS"].replica_lag_most)
    assert soon(replica.is_fit)
    assert (client.get("/readyz").json or {})["replica"] == "ok"
    assert soon(lambda: title in client.get("/calls").text)
    assert soon(lambda: asked_of(app, "/calls") == "replica")


def test_one_that_fails_in_the_midst_of_a_request_is_no_fault_that_its_reader_sees(
    app: Flask, servers: tuple[PostgresServer, PostgresServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    replica = replica_in(app)
    assert soon(replica.is_fit)
    servers[1].stop()
    # What was seen a moment ago still counts, so the request begins at the replica.
    assert replica.is_fit()
    assert asked_of(app, "/calls") == "primary"
    monkeypatch.setattr("app.replica._EVERY", 0)
    assert not replica.is_fit()
    assert replica.lag() is None
    assert app.test_client().get("/calls").status_code == 200
    servers[1].start()
    assert soon(replica.is_fit)


def test_a_replica_is_of_postgresql_as_its_primary() -> None:
    with pytest.raises(BadSetting, match="CHONGXIAN_REPLICA_URL"):
        settings_from({"CHONGXIAN_MODE": "test", "CHONGXIAN_REPLICA_URL": "postgresql://x"})
