"""the request of a piece of work fills itself, as 0042 did not let it where it was run early

Revision: 0051
"""

from __future__ import annotations

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.alter_column("request_id", server_default="")


def downgrade() -> None:
    """It stays: code of every revision can bear it."""
