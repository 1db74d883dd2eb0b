"""What the house's engine on PostgreSQL does otherwise than SQLAlchemy's own."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import Engine, bindparam, literal, select, text

from app import postgres
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
