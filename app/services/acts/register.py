"""The acts a definition may name; each enters itself under the name of its function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.services.moves import Move

Act = Callable[[Session, Any, Move], None]
A = TypeVar("A", bound=Act)

ACTS: dict[str, Act] = {}


def act(function: A) -> A:
    """Marks what `Apply("name_of_this_function")` does."""
    assert function.__name__ not in ACTS, f"two acts are called {function.__name__}"
    ACTS[function.__name__] = function
    return function
