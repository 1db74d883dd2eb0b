"""The acts a definition may name: what a move does to the case's own data, in the same commit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from app.services.acts import calls, letters, notices, projects, proposals, reviews
from app.services.moves import Move

Act = Callable[[Session, Any, Move], None]

ACTS: dict[str, Act] = {
    **calls.ACTS,
    **proposals.ACTS,
    **reviews.ACTS,
    **notices.ACTS,
    **projects.ACTS,
    **letters.ACTS,
}
