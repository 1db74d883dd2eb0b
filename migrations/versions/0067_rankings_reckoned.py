"""how often the ranking of a call has been reckoned

Revision: 0067
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("call_ranking") as table:
        table.add_column(sa.Column("edition", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("call_ranking") as table:
        table.drop_column("edition")
