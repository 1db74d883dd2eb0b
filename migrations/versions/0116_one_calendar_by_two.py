"""The arrangement of a year is an order like any other. What one alone had entered of a year is
carried over by `flask migrate` and by the clock (app/services/upkeep/years_of_one.py), which seal
what they write; `announced_year` is written by code from before only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

_ORDERS = sa.table(
    "ordered_days",
    sa.column("is_confirmed", sa.Boolean),
    sa.column("decided_by_id", sa.Integer),
)


def upgrade() -> None:
    op.add_column("ordered_days", sa.Column("year", sa.Integer(), nullable=True))


def downgrade() -> None:
    alone = _ORDERS.c.is_confirmed & _ORDERS.c.decided_by_id.is_(None)
    op.execute(sa.delete(_ORDERS).where(alone))
    with op.batch_alter_table("ordered_days") as table:
        table.drop_column("year")
