"""how often the ranking of a call has been reckoned, and what the newest check of the history found

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
    op.create_table(
        "history_check",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since", sa.String(length=10), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("broken_row", sa.Integer(), nullable=True),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_check")),
    )
    op.create_index("ix_message_going", "message", ["call_id", "goes_at", "id"])
    op.drop_index("ix_message_call_id", "message")


def downgrade() -> None:
    op.create_index("ix_message_call_id", "message", ["call_id"])
    op.drop_index("ix_message_going", "message")
    op.drop_table("history_check")
    with op.batch_alter_table("call_ranking") as table:
        table.drop_column("edition")
