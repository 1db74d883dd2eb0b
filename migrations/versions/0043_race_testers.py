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
        # It fills itself for code of the revision before, which goes on writing meanwhile.
        table.add_column(
            sa.Column("tester", sa.String(length=200), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("stage_result") as table:
        table.drop_column("tester")
