"""A partner's system that keeps us waiting is left alone for a while."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    hung = sa.Column("hung", sa.Integer(), server_default="0", nullable=False)
    op.add_column("webhook", hung)
    op.add_column("webhook", sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("webhook", "rests_until")
    op.drop_column("webhook", "hung")
