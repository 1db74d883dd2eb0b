"""What the house's engine on PostgreSQL does otherwise than SQLAlchemy's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import psycopg
import pytest
from sqlalchemy import (
    JSON,
    Engine,
    bindparam,
    func,
    literal,
    not_,
    select,
    text,
    tuple_,
)
from sqlalchemy.sql.compiler import SQLCompiler

from app import postgres
from app.models.base import Moment
from tests.servers import private_postgres


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with private_postgres() as url:
        engine = postgres.engine_on(url)
        yield engine
        engine.dispose()


def test_the_columns_of_a_statement_are_described_the_first_time_and_not_again(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    described: list[int] = []

    def column(cursor: postgres._Cursor, number: int) -> psycopg.Column:
        described.append(number)
        return psycopg.Column(cursor, number)

    monkeypatch.setattr(postgres, "Column", column)
    asked = select(literal(1).label("one"), literal("二").label("two"))
    with engine.connect() as connection:
        found = [connection.execute(asked).mappings().one() for _ in range(3)]
        assert found == [{"one": 1, "two": "二"}] * 3
        assert set(described) == {0, 1}
        described.clear()
        connection.execute(asked).one()
    assert not described


def test_rows_that_are_streamed_may_depend_on_what_is_given(engine: Engine) -> None:
    """A per cent sign in a text is one."""
    numbers = text("SELECT n, '5%' FROM generate_series(1, :most) AS n WHERE n IN :some")
    query = numbers.bindparams(bindparam("some", expanding=True))
    with engine.connect().execution_options(yield_per=2) as connection:
        found = connection.execute(query, {"most": 9, "some": [3, 5, 12]}).all()
    assert found == [(3, "5%"), (5, "5%")]


_LISTS: tuple[list[int], ...] = ([3, 5], [4, 6], [7], [], [3, 5], [8, 9, 1], [5, 3])


def test_a_statement_with_lists_finds_what_each_list_names_however_long_it_is(
    engine: Engine,
) -> None:
    n = func.generate_series(1, 9).column_valued("n")
    some = n.in_(bindparam("some", expanding=True))
    others = not_(n.in_(bindparam("others", expanding=True)))
    again = n.in_(bindparam("some", expanding=True)) | (n == bindparam("one"))
    query = select(n).where(some, others, again).order_by(n)
    with engine.connect() as connection:
        for given in _LISTS:
            for others_given in _LISTS:
                values = {"some": given, "others": others_given, "one": 1}
                found = connection.scalars(query, values).all()
                assert found == sorted(set(given) - set(others_given))


def test_a_list_of_pairs_finds_pairs(engine: Engine) -> None:
    n = func.generate_series(1, 9).column_valued("n")
    query = select(n).where(tuple_(n, n + 1).in_(bindparam("pairs", expanding=True))).order_by(n)
    with engine.connect() as connection:
        for pairs in ([(1, 2), (3, 5)], [(4, 5), (8, 9)], [(6, 7)]):
            found = connection.scalars(query, {"pairs": pairs}).all()
            assert found == [a for a, b in pairs if b == a + 1]


def test_lists_are_written_anew_only_when_their_lengths_change(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    library: Any = SQLCompiler._literal_execute_expanding_parameter

    def write(compiler: SQLCompiler, *given: Any, **more: Any) -> Any:
        written.append(len(given[2]))
        return library(compiler, *given, **more)

    monkeypatch.setattr(SQLCompiler, "_literal_execute_expanding_parameter", write)
    query = select(literal("as often as the list changes")).where(
        literal(3).in_(bindparam("some", expanding=True))
    )
    with engine.connect() as connection:
        for some in ([1, 3], [3, 4], [5, 6], [3], [4], [1, 2]):
            assert bool(connection.scalar(query, {"some": some})) == (3 in some)
    assert written == [2, 1, 2]


def test_a_moment_comes_in_utc_whatever_the_clock_of_the_server_shows(engine: Engine) -> None:
    at = datetime(2026, 3, 2, 16, 0, tzinfo=timezone(timedelta(hours=8)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ALTER ROLE CURRENT_USER SET timezone = 'Asia/Shanghai'"))
    engine.dispose()
    with engine.connect() as connection:
        found = connection.scalar(select(literal(at, Moment())))
    assert found == at
    assert found is not None
    assert found.tzinfo is UTC


def test_what_was_kept_as_json_is_read_as_it_was_written(engine: Engine) -> None:
    kept: list[Any] = [None, [], {}, "", "“题目”", 12.5, {"a": [1, {"b": None}]}, True]
    with engine.connect() as connection:
        assert [connection.scalar(select(literal(one, JSON()))) for one in kept] == kept
