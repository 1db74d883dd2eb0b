"""The statements a page sends to the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, event

MOST = 12
"""Statements of a page."""


@contextmanager
def counting(engine: Engine | Connection) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):  # which SQLite is told in so many words
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def asked(app: Flask, client: FlaskClient, address: str) -> int:
    """How many statements a page sends that is there."""
    with counting(app.extensions["database"].engine) as statements:
        assert client.get(address).status_code == 200, address
    return len(statements)
