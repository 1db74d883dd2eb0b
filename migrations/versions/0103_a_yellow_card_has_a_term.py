"""A yellow card of a race is rectified within a term and tested again. A card shown earlier has no
term: it stands until the next stage, as it was decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0099"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("race_team", sa.Column("rectify_until", sa.Date(), nullable=True))
    op.add_column("race_team", sa.Column("rectified_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("race_team") as table:
        table.drop_column("rectified_at")
        table.drop_column("rectify_until")
