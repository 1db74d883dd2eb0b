"""A review says that its score is far from the others', so that lists find who owes a reason."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("deviates", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("review", column)


def downgrade() -> None:
    op.drop_column("review", "deviates")
