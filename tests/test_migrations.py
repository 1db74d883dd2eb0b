"""Migrations build the tables of the models, and take them away again, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect

from app.migrating import downgrade, drift, upgrade
from app.models import Base
from tests.servers import private_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        engine = create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
        yield engine
        engine.dispose()
    else:
        with private_postgres() as url:
            engine = create_engine(url)
            yield engine
            engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_newest_revision_has_the_tables_of_the_models_and_no_others(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection)
    assert tables(empty) == set(Base.metadata.tables)
    with empty.begin() as connection:
        assert drift(connection) == []


def test_going_down_leaves_nothing_and_up_again_leaves_no_drift(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection)
    with empty.begin() as connection:
        downgrade(connection)
    assert tables(empty) == set()
    with empty.begin() as connection:
        upgrade(connection)
        assert drift(connection) == []


def test_drift_names_a_table_that_the_models_do_not_have(empty: Engine) -> None:
    with empty.begin() as connection:
        upgrade(connection)
        connection.exec_driver_sql("CREATE TABLE stray (id INTEGER PRIMARY KEY)")
        assert "stray" in str(drift(connection))
