"""the request that caused a piece of work

Revision: 0042
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        # It fills itself for code of the revision before, which goes on writing meanwhile.
        table.add_column(
            sa.Column("request_id", sa.String(length=64), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.drop_column("request_id")
