"""panels of every purpose, each with its own criteria

Revision: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("review_group") as batch_op:
        batch_op.add_column(
            sa.Column("purpose", sa.String(length=20), nullable=False, server_default="selection")
        )
        batch_op.add_column(
            sa.Column("own_criteria", sa.JSON(), nullable=False, server_default="[]")
        )
    with op.batch_alter_table("review_group") as batch_op:
        batch_op.alter_column("purpose", server_default=None)
        batch_op.alter_column("own_criteria", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review_group") as batch_op:
        batch_op.drop_column("own_criteria")
        batch_op.drop_column("purpose")
