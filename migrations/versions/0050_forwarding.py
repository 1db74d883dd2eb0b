"""what is on its way from a lead unit to a partner

Revision: 0050
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("share") as table:
        # It fills itself for code of the revision before, which goes on writing meanwhile.
        table.add_column(
            sa.Column("forwarding", sa.BigInteger(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("share") as table:
        table.create_check_constraint("forwarding_not_negative", "forwarding >= 0")


def downgrade() -> None:
    with op.batch_alter_table("share") as table:
        table.drop_constraint("forwarding_not_negative", type_="check")
        table.drop_column("forwarding")
