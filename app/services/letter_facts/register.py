"""What each kind of letter says; whoever reads it from the tables enters it under that kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from app.services.moves import Move

Reader = Callable[[Session, Any, Move], Any]
"""From the case a letter is about to the payload of its kind (`app.documents.kinds.KINDS`)."""
R = TypeVar("R", bound=Reader)

READERS: dict[str, Reader] = {}


def says(*kinds: str) -> Callable[[R], R]:
    """Marks what `SendLetter("one_of_these_kinds")` writes."""

    def enter(reader: R) -> R:
        for kind in kinds:
            assert kind not in READERS, f"two readers for letters of the kind {kind}"
            READERS[kind] = reader
        return reader

    return enter
