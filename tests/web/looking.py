"""What a test sees in the database after a request, without holding the lock of a writer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy.orm import Session


@contextmanager
def looking(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session(writing=False) as session:
        yield session
