"""Finds what of one reader is held, for nothing about the same case overtakes it: few rows, asked
for with every page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None

_HELD = sa.text("goes_at IS NULL AND cancelled_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_message_held", "message", ["person_id"], sqlite_where=_HELD, postgresql_where=_HELD
    )


def downgrade() -> None:
    op.drop_index("ix_message_held", "message")
