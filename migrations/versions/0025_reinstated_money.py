"""the money of a project may be recovered more than once: each time has its own notice

Revision: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("fund") as batch_op:
        batch_op.add_column(
            sa.Column("recoveries", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("fund") as batch_op:
        batch_op.alter_column("recoveries", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("fund") as batch_op:
        batch_op.drop_column("recoveries")
