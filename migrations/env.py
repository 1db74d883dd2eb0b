"""Alembic's way in: the connection is handed over by `app.cli.migrate`."""

from __future__ import annotations

from typing import Any

from alembic import context

from app.models import Base
from app.models.base import Moment


def _render(kind: str, item: Any, _autogen: Any) -> str | bool:
    """A migration names plain types, so that it still runs when the application has moved on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    render_item=_render,
)
with context.begin_transaction():
    context.run_migrations()
