"""what a team had declared of its way to the finish, before it handed in its evidence

Revision: 0077
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stage_result", sa.Column("cost_before", sa.BigInteger(), nullable=True))
    op.add_column("stage_result", sa.Column("ready_before", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stage_result") as table:
        table.drop_column("ready_before")
        table.drop_column("cost_before")
