"""Fixtures shared by all layers: a fresh database per test, a clock that stands still, an app."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from app import create_app
from app.models import Base, Person
from app.worker.context import Context, context_for
from config import Settings, settings_from
from tests.databases import FreshDatabases, PostgresDatabases, SqliteDatabases

START = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


class StillClock:
    """A clock that only moves when a test moves it."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def move_to(self, moment: datetime) -> None:
        self.moment = moment

    def advance(self, **period: float) -> None:
        self.moment += timedelta(**period)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FreshDatabases]:
    if request.config.getoption("--database") == "postgresql":
        with PostgresDatabases.running(Base.metadata) as fresh:
            yield fresh
    else:
        yield SqliteDatabases(tmp_path_factory.mktemp("databases"), Base.metadata)


@pytest.fixture
def settings(tmp_path: Path, databases: FreshDatabases) -> Iterator[Settings]:
    with databases.fresh() as url:
        yield settings_from(
            {
                "CHONGXIAN_MODE": "test",
                "CHONGXIAN_VAR": str(tmp_path / "var"),
                "CHONGXIAN_DATABASE_URL": url,
                "CHONGXIAN_REDIS_URL": f"unix://{tmp_path}/no-redis.sock",
            }
        )
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def clock() -> StillClock:
    return StillClock(START)


@pytest.fixture
def context(settings: Settings, clock: StillClock) -> Iterator[Context]:
    made = context_for(settings, clock)
    yield made
    made.database.engine.dispose()


@pytest.fixture
def session(context: Context) -> Iterator[Session]:
    """A writing session; commit it before the client or a worker is to see its rows."""
    with context.database.session(writing=True) as opened:
        opened.info["audit_key"] = context.settings.audit_key.encode()
        opened.info["settings"] = context.settings
        yield opened
        opened.rollback()


@pytest.fixture
def app(settings: Settings, clock: StillClock) -> Iterator[Flask]:
    made = create_app(settings, clock)
    made.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[Person], FlaskClient]:
    """A client of one's own, signed in as that person (whose row is committed)."""

    def signed_in(person: Person) -> FlaskClient:
        one = app.test_client()
        with one.session_transaction() as cookie:
            cookie["_user_id"] = f"{person.id}:{person.session_stamp}"
            cookie["_fresh"] = True
        return one

    return signed_in
