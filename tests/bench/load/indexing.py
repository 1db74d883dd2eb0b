"""Indexes, keys and references, taken away while rows are copied and made again at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg

_MEMORY = "SET maintenance_work_mem = '1GB'"
_AT_ONCE = 2
"""Tables that get theirs at the same time."""


@contextmanager
def without_indexes(address: str, tables: Sequence[str]) -> Iterator[None]:
    """Within the block these tables have neither indexes, keys nor references; after it they are
    vacuumed and analysed, too. The first named come first."""
    with psycopg.connect(address, autocommit=True) as connection:
        constraints = connection.execute(_CONSTRAINTS, {"tables": list(tables)}).fetchall()
        for table, name, _definition in reversed(constraints):
            connection.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        indexes = connection.execute(_INDEXES, {"tables": list(tables)}).fetchall()
        for _table, name, _definition in indexes:
            connection.execute(f'DROP INDEX "{name}"')
        for table in tables:
            connection.execute(f'ALTER TABLE "{table}" SET (autovacuum_enabled = false)')
        yield
        add = [
            (table, f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')
            for table, name, definition in constraints
        ]
        references = [statement for _table, statement in add if " FOREIGN KEY " in statement]
        made = [(table, statement) for table, statement in add if statement not in references]
        made += [(table, definition) for table, _name, definition in indexes]
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for _ in threads.map(
                lambda table: _finish(address, table, [s for t, s in made if t == table]), tables
            ):
                pass
        for statement in references:
            connection.execute(statement)


def _finish(address: str, table: str, statements: Sequence[str]) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(_MEMORY)
        for statement in statements:
            connection.execute(statement)
        connection.execute(f'ALTER TABLE "{table}" RESET (autovacuum_enabled)')
        connection.execute(f'VACUUM ANALYZE "{table}"')


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
SELECT tablename, indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY(%(tables)s)
"""
