"""changes: the experts' opinion is signed by a drawn panel and no longer typed by the office

Revision: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("change_request") as table:
        table.drop_column("expert_opinion")
        table.drop_column("experts")


def downgrade() -> None:
    with op.batch_alter_table("change_request") as table:
        table.add_column(
            sa.Column("experts", sa.String(length=200), nullable=False, server_default="")
        )
        table.add_column(sa.Column("expert_opinion", sa.Text(), nullable=False, server_default=""))
