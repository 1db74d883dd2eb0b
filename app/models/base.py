"""What all tables share: naming of constraints, aware UTC moments, and the columns of a case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    MetaData,
    String,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored as UTC on every database; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment reached the database; pass an aware one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Any], datetime | None] | None:
        """None: PostgreSQL has been asked for UTC (app/postgres.py), and rows hold many moments."""
        return None if dialect.name == "postgresql" else super().result_processor(dialect, coltype)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        list[str]: JSON(),
    }

    id: Mapped[int] = mapped_column(primary_key=True)


Money = BigInteger
"""Integer 分; never a float."""


class Case:
    """A row that moves: only `app.services.moves` writes these columns."""

    kind: ClassVar[str]

    state: Mapped[str] = mapped_column(String(40), index=True)
    state_entered_at: Mapped[datetime]
    workflow_version: Mapped[int]
    due_at: Mapped[datetime | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column(default=1)

    @property
    def mechanism(self) -> str | None:
        """Which mechanism's definition moves this case; None for parts shared by all three."""
        return None

    @property
    def occasion(self) -> int:
        """Which time round this is: later rounds of one case have letters of their own."""
        return 1
