"""A panel keeps how many members were asked for, and every draw of it as one of a list."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0104"
branch_labels = None
depends_on = None

_PANELS = sa.table(
    "assessment",
    sa.column("id", sa.Integer),
    sa.column("draw", sa.JSON),
    sa.column("about_kind", sa.String),
)
_CHAINED = ("milestone", "acceptance")
"""Of panels of these kinds the version before keeps the draws as a chain."""


def upgrade() -> None:
    column = sa.Column("members_beyond", sa.Integer(), nullable=False, server_default="0")
    op.add_column("assessment", column)
    _list_draws()


def downgrade() -> None:
    _chain_draws()
    with op.batch_alter_table("assessment") as table:
        table.drop_column("members_beyond")


def _list_draws() -> None:
    connection = op.get_bind()
    for number, draw in connection.execute(sa.select(_PANELS.c.id, _PANELS.c.draw)).all():
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


def _chain_draws() -> None:
    connection = op.get_bind()
    chained = sa.select(_PANELS.c.id, _PANELS.c.draw).where(_PANELS.c.about_kind.in_(_CHAINED))
    for number, draw in connection.execute(chained).all():
        of_panel = sa.update(_PANELS).where(_PANELS.c.id == number)
        connection.execute(of_panel.values(draw=_as_chain(draw.get("draws", []))))


def _as_chain(draws: list[dict[str, Any]]) -> dict[str, Any]:
    chain: dict[str, Any] = {}
    for one in draws:
        chain = {**{k: v for k, v in one.items() if k != "round"}, "before": chain}
    return chain
