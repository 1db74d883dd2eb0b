"""What is sealed: a table, from when on its rows count, and with which of their columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.models.base import Case
from workflows.engine.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are sealed as part of another: `owner` is the column that names it."""

    model: Any
    owner: str


@dataclass(frozen=True, slots=True)
class Kind:
    """`final`: the column that is filled once a row counts; empty when it counts from the start.
    `only`: the columns that are sealed; empty for all but those a move writes on every case.
    `apart`: what is sealed of a table beside its other kind, earlier or in other columns.
    `added`: columns that came after their table was sealed. They stand under no seal: during an
    upgrade the version before, which does not know them, seals the same rows.
    """

    what: Text
    model: Any
    final: str = ""
    only: tuple[str, ...] = ()
    apart: str = ""
    added: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def table(self) -> str:
        """By which the history names it: one name for each kind."""
        name: str = self.model.__tablename__
        return f"{name}_{self.apart}" if self.apart else name

    def columns(self) -> list[Any]:
        return [c for c in self.model.__table__.columns if self._is_sealed(c.key)]

    def _is_sealed(self, column: str) -> bool:
        if self.only:
            return column in self.only
        if column == "id" or column in self.added:
            return False
        return not (issubclass(self.model, Case) and hasattr(Case, column))
