"""changes: experts sign their opinion themselves; projects: letters of what begins anew

Revision: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("item") as table:
        table.add_column(sa.Column("stood_since", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("term", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("project") as table:
        table.alter_column("term", server_default=None)
    with op.batch_alter_table("change_request") as table:
        table.drop_column("expert_opinion")
        table.drop_column("experts")


def downgrade() -> None:
    with op.batch_alter_table("item") as table:
        table.drop_column("stood_since")
    with op.batch_alter_table("project") as table:
        table.drop_column("term")
    with op.batch_alter_table("change_request") as table:
        table.add_column(
            sa.Column("experts", sa.String(length=200), nullable=False, server_default="")
        )
        table.add_column(sa.Column("expert_opinion", sa.Text(), nullable=False, server_default=""))
