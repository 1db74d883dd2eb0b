"""Rows on their way into PostgreSQL by COPY; indexes and references are made at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg

_AT_ONCE = 20_000
"""Rows that wait in memory for a COPY of their own, because a connection has one at a time."""

_MEMORY = "SET maintenance_work_mem = '1GB'"


class Copied:
    """Rows of one table. `add` takes the columns in the order they were named; what a column has by
    default stands in every row, as the models say."""

    def __init__(self, connection: psycopg.Connection[Any], table: Any, *columns: str) -> None:
        rest = {
            c.name: _by_default(c) for c in table.columns if c.name not in columns and c.default
        }
        names = ", ".join(f'"{name}"' for name in (*columns, *rest))
        self._copy = f'COPY "{table.name}" ({names}) FROM STDIN'
        self._end = "".join(f"\t{text(value)}" for value in rest.values()) + "\n"
        self._connection = connection
        self._lines: list[str] = []
        self.count = 0

    def add(self, *values: object) -> None:
        self.write("\t".join(map(text, values)) + self._end, 1)

    def write(self, lines: str, count: int) -> None:
        """Lines as COPY reads them, all columns named."""
        self._lines.append(lines)
        self.count += count
        if len(self._lines) >= _AT_ONCE:
            self.flush()

    def flush(self) -> None:
        with self._connection.cursor() as cursor, cursor.copy(self._copy) as copy:
            copy.write("".join(self._lines))
        self._lines.clear()


def text(value: object) -> str:
    """As COPY reads it; texts must hold neither tab, line end nor backslash."""
    if value is None:
        return r"\N"
    return str(value)


def _by_default(column: Any) -> object:
    default = column.default
    value = default.arg(None) if default.is_callable else default.arg
    return {"{}": "{}", "[]": "[]"}.get(str(value), value)


@contextmanager
def without_indexes(connection: psycopg.Connection[Any], tables: Sequence[str]) -> Iterator[None]:
    """Within the block these tables have neither indexes, keys nor references."""
    constraints = connection.execute(_CONSTRAINTS, {"tables": list(tables)}).fetchall()
    for table, name, _definition in reversed(constraints):
        connection.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    indexes = connection.execute(_INDEXES, {"tables": list(tables)}).fetchall()
    for name, _definition in indexes:
        connection.execute(f'DROP INDEX "{name}"')
    yield
    connection.execute(_MEMORY)
    for table, name, definition in constraints:
        connection.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
    for _name, definition in indexes:
        connection.execute(definition)


def set_sequences(connection: psycopg.Connection[Any], tables: Sequence[str]) -> None:
    """What the application inserts next comes after what was copied."""
    for table in tables:
        connection.execute(
            f"SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT max(id) FROM \"{table}\"))",
            (table,),
        )


_CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'u', 'f')
  AND (conrelid::regclass::text = ANY(%(tables)s) OR confrelid::regclass::text = ANY(%(tables)s))
ORDER BY position(contype::text in 'puf')
"""
_INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY(%(tables)s)
"""
