"""what a payment rests on, in English words

Revision: 0063
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("payment") as table:
        # Without a value for older rows: what is empty stands under no seal.
        table.add_column(sa.Column("basis_label_en", sa.String(length=300), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("payment") as table:
        table.drop_column("basis_label_en")
