"""When an authority outside the office saw the signature of a letter, and which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter", sa.Column("stamped_at", sa.DateTime(timezone=True)))
    op.add_column(
        "letter", sa.Column("stamped_by", sa.Text(), nullable=False, server_default=sa.text("''"))
    )


def downgrade() -> None:
    op.drop_column("letter", "stamped_by")
    op.drop_column("letter", "stamped_at")
