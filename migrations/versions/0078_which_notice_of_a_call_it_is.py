"""Which notice of a call it is: the first, one of promoted reserves, one of amended awards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "notice", sa.Column("wave", sa.String(10), nullable=False, server_default="chosen")
    )
    op.add_column("notice", sa.Column("nth", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("notice") as table:
        table.drop_column("nth")
        table.drop_column("wave")
