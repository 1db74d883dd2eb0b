"""Fixtures shared by all layers: a fresh database per test, a clock that stands still, an app."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_hex

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event, make_url
from sqlalchemy.orm import Session, object_session

from app.database import Database
from app.factory import create_app, equip
from app.models import Base, Person
from app.services.identity import passwords
from app.services.identity.proof import Origin
from app.services.identity.sign_ins import begin
from app.web.account import evenly
from app.worker.context import Context
from config import Settings, settings_from
from tests.databases import FreshDatabases, PostgresDatabases, SqliteDatabases
from tests.played import Library, Playback

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)

# How long an example takes says how busy the machine is, and nothing of a rule.
hypothesis_settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("untimed")

# What the fixture `sign_in` gives: a client of that person's own.
SignInAs = Callable[[Person], FlaskClient]


class StillClock:
    """A clock that only moves when a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def wall(self) -> datetime:
        return self.moment

    def move_to(self, moment: datetime) -> None:
        self.moment = moment

    def advance(self, **period: float) -> None:
        self.moment += timedelta(**period)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--examples", type=int, default=3, help="of each operation and form that is fuzzed"
    )
    parser.addoption(
        "--database",
        choices=("sqlite", "postgresql", "each"),
        default="sqlite",
        help="for the tests that ask for one; `each` takes for every test what it is about",
    )


def pytest_configure(config: pytest.Config) -> None:
    # A password is made to cost a tenth of a second, which nobody is to learn from a hundred tests.
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    # Nor waits a test for an answer that is held back.
    evenly.SECONDS = 0.0
    # No test outlives a crash of the machine, so none waits for the disk.
    os.fsync = _not_at_all
    # What is imported stays: to look through it again and again for garbage took a sixth of the
    # time of collecting, and a seventh of that of all tests.
    gc.set_threshold(100_000, 50, 100)
    config.addinivalue_line(
        "markers", "each_database: about the database itself, so said of each that we support"
    )
    config.addinivalue_line(
        "markers", "own_sql: about what reckons or is counted in SQL, so said of that of production"
    )
    config.addinivalue_line(
        "markers", "several_writers: about several at once, of which SQLite lets one write"
    )
    config.addinivalue_line(
        "markers", "schemas: about what is put aside in a schema, of which SQLite has none"
    )
    config.addinivalue_line(
        "markers", "unreadable_rows: about what SQLite keeps in a column and PostgreSQL refuses"
    )


def _not_at_all(fd: object) -> None:
    """What `os.fsync` does in tests."""


def _asks(test: pytest.Item) -> bool:
    return "databases" in getattr(test, "fixturenames", ())


def _databases_of(test: pytest.Item, config: pytest.Config) -> set[str]:
    """On which a test runs that asks for one. Those about several writers or schemas need
    PostgreSQL, those about unreadable rows SQLite. With `each`, what is about the database runs on
    both. Services, pages and stories cost half on SQLite and run there, but for what asks in SQL
    of its own: journeys go their whole way on PostgreSQL, as in production, and that all
    pages open on it is told by those of the demonstration. The rest, what is about the parts of the
    machine, runs on PostgreSQL."""
    if any(map(test.get_closest_marker, ("several_writers", "schemas"))):
        able = {"postgresql"}
    elif test.get_closest_marker("unreadable_rows"):
        able = {"sqlite"}
    else:
        able = {"sqlite", "postgresql"}
    asked = config.getoption("--database")
    if asked != "each":
        return able & {asked}
    if test.get_closest_marker("each_database") or len(able) == 1:
        return able
    room = test.path.relative_to(config.rootpath / "tests").parts[0]
    own_sql = test.get_closest_marker("own_sql")
    return {"sqlite" if room in _ON_SQLITE and not own_sql else "postgresql"}


_ON_SQLITE = {"services", "documents", "web", "takeaways", "after", "open_call", "integrity"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "databases" in metafunc.fixturenames:
        kinds = sorted(_databases_of(metafunc.definition, metafunc.config)) or ["none"]
        metafunc.parametrize("databases", kinds, indirect=True, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Left out are tests whose database is not asked for, on PostgreSQL alone those that ask for
    none, and on SQLite the journeys of a browser, unless they are asked for by name. The journeys
    that are left come first: the longest of all, last, would leave a processor without work."""
    asked = config.getoption("--database")
    by_name = any("journeys" in str(argument) for argument in config.args)
    left_out = {
        item
        for item in items
        if (_asks(item) and not _databases_of(item, config))
        or (asked == "postgresql" and not _asks(item))
        or (asked == "sqlite" and not by_name and _asks(item) and "journeys" in item.path.parts)
    }
    config.hook.pytest_deselected(items=[item for item in items if item in left_out])
    items[:] = [item for item in items if item not in left_out]
    items.sort(key=lambda item: "journeys" not in item.path.parts)


def pytest_collection_finish() -> None:
    """Nothing that is loaded by now is looked through any more."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Pytest looks five times through all there is for what nobody closed; once finds it."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FreshDatabases]:
    if request.param == "postgresql":
        with PostgresDatabases.running(Base.metadata) as fresh:
            yield fresh
    else:
        yield SqliteDatabases(tmp_path_factory.mktemp("databases"), Base.metadata)


def settings_of_tests(folder: Path, database_url: str) -> Settings:
    return settings_from(
        {
            "CHONGXIAN_MODE": "test",
            "CHONGXIAN_VAR": str(folder / "var"),
            "CHONGXIAN_DATABASE_URL": database_url,
            "CHONGXIAN_REDIS_URL": f"unix://{folder}/no-redis.sock",
        }
    )


@pytest.fixture
def settings(tmp_path: Path, databases: FreshDatabases) -> Iterator[Settings]:
    with databases.fresh():
        yield settings_of_tests(tmp_path, databases.url)
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def clock() -> StillClock:
    return StillClock(START)


@pytest.fixture(scope="session")
def lasting_database(databases: FreshDatabases) -> Iterator[Database]:
    """One engine for every test, so that a statement is compiled once and not once a test."""
    made = Database(databases.url)
    if made.engine.dialect.name == "sqlite":
        event.listen(made.engine, "connect", _forget_after_a_crash)
    yield made
    made.engine.dispose()


def _forget_after_a_crash(connection: sqlite3.Connection, _record: object) -> None:
    """Nor does a test wait here for the disk."""
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def database(
    lasting_database: Database, databases: FreshDatabases, settings: Settings
) -> Iterator[Database]:
    """The fresh database of the settings."""
    yield lasting_database
    databases.let_go(lasting_database.engine)


@pytest.fixture
def context(settings: Settings, clock: StillClock, database: Database) -> Context:
    return Context(settings, database, clock)


@pytest.fixture(scope="session")
def library(
    request: pytest.FixtureRequest,
    databases: FreshDatabases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Library:
    """One for all processes of a run, whose folders lie side by side."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if hasattr(request.config, "workerinput") else own
    return Library(databases, shared / f"played-{make_url(databases.url).get_backend_name()}")


@pytest.fixture
def playback(library: Library, context: Context, clock: StillClock) -> Iterator[Playback]:
    """Sees everything that is written, from before there is a session to write with."""
    session = context.database.session(writing=True)
    watching = Playback(library, context, session, clock)
    stop = watching.watch(context.database.engine)
    yield watching
    stop()
    session.close()


@pytest.fixture
def session(context: Context, playback: Playback) -> Iterator[Session]:
    """A writing session; commit it before the client or a worker is to see its rows."""
    with playback.session as opened:
        opened.info["audit_key"] = context.settings.audit_key.encode()
        opened.info["settings"] = context.settings
        opened.info["clock"] = context.clock
        yield opened
        opened.rollback()


@pytest.fixture(scope="session")
def lasting_app(tmp_path_factory: pytest.TempPathFactory, lasting_database: Database) -> Flask:
    """Routes and templates are the same in every test, so they are connected and compiled once."""
    url = lasting_database.engine.url.render_as_string(hide_password=False)
    return create_app(settings_of_tests(tmp_path_factory.mktemp("app"), url))


@pytest.fixture
def app(
    lasting_app: Flask, settings: Settings, clock: StillClock, database: Database
) -> Iterator[Flask]:
    """Settings, clock and database of this test; what a test changes of the configuration goes
    with it."""
    before = dict(lasting_app.config)
    equip(lasting_app, settings, clock, database)
    lasting_app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield lasting_app
    lasting_app.config.clear()
    lasting_app.config.update(before)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def _sign_in(app: Flask, person: Person, session: Session | None) -> str:
    """Through the session that made the person, because it may hold the lock of a writer."""
    if session is None:
        with app.extensions["database"].session(writing=True) as own:
            return _sign_in(app, own.get_one(Person, person.id), own)
    session.info.setdefault("settings", app.config["SETTINGS"])
    origin = Origin("127.0.0.1", token_hex(8), "test")
    secret = begin(session, person, origin, app.extensions["clock"].now(), with_factor=False)
    session.commit()
    return secret


@pytest.fixture
def sign_in(app: Flask) -> SignInAs:
    """A client of one's own, signed in as that person; commits what the person's session holds."""

    def signed_in(person: Person) -> FlaskClient:
        one = app.test_client()
        one.environ_base["HTTP_X_REQUEST_ID"] = "of-a-test"  # so that pages can be compared
        with one.session_transaction() as cookie:
            cookie["_user_id"] = _sign_in(app, person, object_session(person))
            cookie["_fresh"] = True
        return one

    return signed_in
