"""a supplementary entry of a race has its own window, and its entrants are told apart

Revision: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("race") as table:
        table.add_column(sa.Column("entry_until", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("race_entry") as table:
        table.add_column(
            sa.Column("supplementary", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("race_entry") as table:
        table.alter_column("supplementary", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("race_entry") as table:
        table.drop_column("supplementary")
    with op.batch_alter_table("race") as table:
        table.drop_column("entry_until")
