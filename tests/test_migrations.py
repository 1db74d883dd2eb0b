"""Migrations build the tables of the models on both databases, and take them away again on that of
production; on SQLite, of which demonstrations are, nobody goes back."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, inspect, make_url

from app.database import Database
from app.migrating import (
    BrokenReferences,
    TablesBusy,
    clear,
    downgrade,
    drift,
    patiently,
    transaction,
    upgrade,
)
from app.models import Base
from tests.servers import private_postgres

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with private_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without any table."""
    if request.param == "sqlite":
        engine = Database(f"sqlite:///{tmp_path / 'empty.sqlite'}").engine
        yield engine
        engine.dispose()
    else:
        engine = create_engine(request.getfixturevalue("server"))
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        yield engine
        engine.dispose()


EARLIER = "0084"
"""From there on the stories of single revisions begin."""


@pytest.fixture(scope="module")
def earlier_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("earlier") / "earlier.sqlite"
    _climb(Database(f"sqlite:///{file}").engine)
    return file


@pytest.fixture(scope="module")
def earlier_database(server: str) -> str:
    """Its name on the server."""
    name = "earlier"
    _on_server(server, f"CREATE DATABASE {name}")
    _climb(create_engine(make_url(server).set(database=name)))
    return name


def _climb(engine: Engine) -> None:
    """Once for all stories: SQLite builds many tables anew on the way."""
    with transaction(engine) as connection:
        upgrade(connection, EARLIER)
    engine.dispose()


def _on_server(server: str, *statements: str) -> None:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def earlier(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of that revision without rows."""
    if request.param == "sqlite":
        file = shutil.copy(request.getfixturevalue("earlier_file"), tmp_path / "story.sqlite")
        engine = Database(f"sqlite:///{file}").engine
    else:
        server, name = map(request.getfixturevalue, ("server", "earlier_database"))
        again = "DROP DATABASE IF EXISTS story", f"CREATE DATABASE story TEMPLATE {name}"
        _on_server(server, *again)
        engine = create_engine(make_url(server).set(database="story"))
    yield engine
    engine.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_drift_names_a_table_that_the_models_do_not_have_and_clearing_takes_it_too(
    empty: Engine,
) -> None:
    with transaction(empty) as connection:
        Base.metadata.create_all(connection)
        assert drift(connection) == []
        connection.exec_driver_sql("CREATE TABLE stray (id INTEGER PRIMARY KEY)")
        assert "stray" in str(drift(connection))
    with transaction(empty) as connection:
        clear(connection)
    assert tables(empty) == set()


def insert(connection: Connection, table: str, **values: object) -> None:
    """A row with those values, and something plain in every other column that needs one."""
    plain = {str: "x", int: 1, bool: False, datetime: NOW, date: NOW.date(), object: []}
    shape = Table(table, MetaData(), autoload_with=connection, resolve_fks=False)
    for column in shape.columns:
        if not column.nullable and column.name not in values:
            values[column.name] = plain[column.type.python_type]
    connection.execute(shape.insert().values(**values))


def test_the_newest_revision_has_the_tables_of_the_models_and_no_others(empty: Engine) -> None:
    """And rows with their references survive every revision."""
    with transaction(empty) as connection:
        upgrade(connection, "0001")
        for table in ("plan", "person", "programme", "call", "review_group"):
            insert(connection, table)
        insert(connection, "expert", type="academic")
        insert(connection, "panel_seat")
    with transaction(empty) as connection:
        upgrade(connection)
        group = connection.exec_driver_sql("SELECT call_id, purpose FROM review_group").one()
        seats = connection.exec_driver_sql("SELECT group_id FROM panel_seat").all()
    assert (tuple(group), [tuple(seat) for seat in seats]) == ((1, "selection"), [(1,)])
    assert tables(empty) == set(Base.metadata.tables)
    with transaction(empty) as connection:
        assert drift(connection) == []


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
def test_all_revisions_are_taken_back_and_nothing_stays_that_a_second_climb_would_meet(
    empty: Engine,
) -> None:
    with transaction(empty) as connection:
        upgrade(connection)
    with transaction(empty) as connection:
        downgrade(connection)
        left = connection.exec_driver_sql(_ALL_NAMES).scalars().all()
    assert [name for name in left if not name.startswith("alembic_version")] == []


_ALL_NAMES = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT typname FROM pg_type WHERE typnamespace = 'public'::regnamespace
        AND typelem = 0 AND typrelid = 0
"""
"""Tables, indexes, sequences, functions and types; not what belongs to a table."""


def test_a_unit_that_left_a_project_before_it_was_recorded_is_found_in_the_change(
    earlier: Engine,
) -> None:
    with transaction(earlier) as connection:
        for table in ("plan", "person", "programme", "organisation", "call", "proposal"):
            insert(connection, table)
        insert(connection, "project")
        granted, refused = ("granted", {"leaves": 1}), ("refused", {"leaves": 1})
        for number, (state, left) in enumerate((granted, refused, ("granted", {})), start=1):
            said = {"change_kind": "participating_unit", "proposed": {"units": left}}
            insert(connection, "change_request", id=number, state=state, **said)
        upgrade(connection, "0085")
        found = connection.exec_driver_sql(
            "SELECT proposal_id, organisation_id, person_id, until FROM former_party"
        ).all()
    assert [(*row[:3], str(row[3])) for row in found] == [(1, 1, None, "2026-03-02")]


def test_a_change_on_its_way_asks_the_one_unit_that_gains_by_it_and_has_no_part_in_the_project(
    earlier: Engine,
) -> None:
    lead, partner, gone, new, other = range(1, 6)

    def shares(*units: int, was: int = 0) -> dict[str, object]:
        money = {"fiscal": 100, "own": 0, "was_fiscal": was, "was_own": 0}
        return {"shares": [{"unit": unit, **money} for unit in units]}

    cases = {
        1: ("drafted", {"units": {"joins": new}}, new),
        2: ("unit_review", shares(lead, partner, new), new),
        3: ("drafted", shares(gone, was=100), None),
        4: ("drafted", shares(gone, was=99), gone),
        5: ("drafted", shares(new, other), None),
        6: ("office_review", {"units": {"joins": new}}, new),
        7: ("granted", {"units": {"joins": new}}, None),
    }
    with transaction(earlier) as connection:
        upgrade(connection, "0085")
        for unit in (lead, partner, gone, new, other):
            insert(connection, "organisation", id=unit, name=f"{unit}", credit_code=f"{unit}")
        for table in ("plan", "person", "programme", "call", "proposal", "project"):
            insert(connection, table)
        insert(connection, "proposal_unit", organisation_id=partner)
        for number, (state, proposed, _joining) in cases.items():
            insert(connection, "change_request", id=number, state=state, proposed=proposed)
        upgrade(connection, "0089")
        found = connection.exec_driver_sql(
            "SELECT id, joining_unit_id FROM change_request WHERE asked_unit_id IS NULL"
        ).all()
    assert dict(tuple(row) for row in found) == {n: c[2] for n, c in cases.items()}


def test_contracts_wait_for_the_meeting_that_are_below_the_promise_but_not_below_what_was_posted(
    earlier: Engine,
) -> None:
    """Promised are 400; where an item was claimed, 380 had been posted."""
    cases = {
        1: (None, "390", "", True),
        2: (None, "400", "", False),
        3: (None, "390", "第 3 号", False),
        4: (1, "390", "", True),
        5: (1, "370", "", False),
        6: (1, None, "", False),
    }
    with transaction(earlier) as connection:
        upgrade(connection, "0090")
        for table in ("plan", "person", "programme", "organisation", "call", "item"):
            insert(connection, table)
        insert(connection, "item_metric", direction="at_least", threshold="380")
        for number, (item, target, minutes, _waits) in cases.items():
            insert(connection, "proposal", id=number, item_id=item)
            of_bid = {"id": number, "proposal_id": number, "item_metric_id": item}
            insert(connection, "metric", direction="at_least", target="400", **of_bid)
            named = {"id": number, "proposal_id": number, "number": f"{number}"}
            insert(connection, "project", state="contracting", **named)
            for version, (wanted, permitted) in enumerate((("400", ""), (target, minutes)), 1):
                row = {"metric_id": number, "direction": "at_least", "target": wanted}
                text = {"terms": {"metrics": [row] if wanted else []}, "version": version}
                text |= {"id": 10 * number + version, "permitted_minutes": permitted}
                insert(connection, "contract_version", project_id=number, **text)
        upgrade(connection, "0091")
        found = connection.exec_driver_sql("SELECT id FROM contract_version WHERE asks_lowering")
        waiting = {row.id for row in found}
    assert waiting == {10 * number + 2 for number, case in cases.items() if case[-1]}


def test_a_unit_that_was_merged_twice_is_part_of_the_last_by_one_step(earlier: Engine) -> None:
    with transaction(earlier) as connection:
        upgrade(connection, "0093")
        for number, into in ((1, None), (2, 1), (3, 2), (4, 3)):
            named = {"name": f"单位{number}", "merged_into_id": into}
            insert(connection, "organisation", id=number, **named)
        upgrade(connection, "0094")
        found = connection.exec_driver_sql("SELECT merged_into_id FROM organisation ORDER BY id")
        assert found.scalars().all() == [None, 1, 1, 1]


def test_a_migration_that_leaves_references_to_nothing_is_taken_back(tmp_path: Path) -> None:
    engine = Database(f"sqlite:///{tmp_path / 'broken.sqlite'}").engine
    Base.metadata.create_all(engine)
    with pytest.raises(BrokenReferences, match="token"), transaction(engine) as connection:
        insert(connection, "token", person_id=7)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM token").scalar() == 0
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()


def test_nobody_writes_between_what_a_migration_reads_and_what_it_writes(tmp_path: Path) -> None:
    """On SQLite it could write no more."""
    file = tmp_path / "in-use.sqlite"
    with transaction(Database(f"sqlite:///{file}").engine):
        other = sqlite3.connect(file, timeout=0, isolation_level=None)
        with closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


@pytest.fixture
def read_by_others(server: str) -> Iterator[tuple[Engine, Connection]]:
    """A table, and somebody's transaction that reads it and does not end."""
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS busy; CREATE TABLE busy (id int)")
    with engine.connect() as reader:
        reader.exec_driver_sql("SELECT * FROM busy")
        yield engine, reader
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE busy")
    engine.dispose()


def alter(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE busy ADD COLUMN more int")


def test_a_migration_that_is_held_up_steps_back_says_by_whom_and_tries_again(
    read_by_others: tuple[Engine, Connection],
) -> None:
    engine, reader = read_by_others
    told: list[str] = []
    patiently(engine, alter, 1, told.append, lambda _seconds: reader.rollback())
    (said,) = told
    assert "SELECT * FROM busy" in said
    assert "more" in {column["name"] for column in inspect(engine).get_columns("busy")}


def test_a_migration_gives_up_with_nothing_changed(
    read_by_others: tuple[Engine, Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, _reader = read_by_others
    monkeypatch.setattr("app.migrating.TRIES", 2)
    waited: list[float] = []
    with pytest.raises(TablesBusy, match="SELECT"):
        patiently(engine, alter, 1, lambda _text: None, waited.append)
    assert len(waited) == 1
    assert "more" not in {column["name"] for column in inspect(engine).get_columns("busy")}
