"""A panel keeps how many members were asked for, and every draw of it as one of a list."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

_PANELS = sa.table("assessment", sa.column("id", sa.Integer), sa.column("draw", sa.JSON))


def upgrade() -> None:
    column = sa.Column("members_beyond", sa.Integer(), nullable=False, server_default="0")
    op.add_column("assessment", column)
    _list_draws()


def downgrade() -> None:
    with op.batch_alter_table("assessment") as table:
        table.drop_column("members_beyond")


def _list_draws() -> None:
    connection = op.get_bind()
    for number, draw in connection.execute(sa.select(_PANELS)).all():
        if "seed" in draw:
            of_panel = sa.update(_PANELS).where(_PANELS.c.id == number)
            connection.execute(of_panel.values(draw=_as_list(draw)))


def _as_list(draw: dict[str, Any]) -> dict[str, Any]:
    """Of a chain of draws, each with the one before, the oldest first."""
    draws: list[dict[str, Any]] = []
    while draw:
        draws.insert(0, {"round": 1} | {k: v for k, v in draw.items() if k != "before"})
        draw = draw.get("before", {})
    return {"draws": draws}
