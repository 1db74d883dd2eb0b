"""A decision names the reply of the provincial government, where an award was reported to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("decision", sa.Column("reply_number", sa.String(60), nullable=True))
    op.add_column("decision", sa.Column("reply_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("decision") as table:
        table.drop_column("reply_on")
        table.drop_column("reply_number")
