"""who measured at a stage of a race

Revision: 0043
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("stage_result") as table:
        table.add_column(
            sa.Column("tester", sa.String(length=200), nullable=False, server_default="")
        )
    with op.batch_alter_table("stage_result") as table:
        table.alter_column("tester", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("stage_result") as table:
        table.drop_column("tester")
