"""the mode of implementation of a call fills itself: nobody asks for it, and nobody writes it now

Revision: 0068
"""

from __future__ import annotations

from alembic import op

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("call") as table:
        table.alter_column("implementation_mode", server_default="regular")


def downgrade() -> None:
    with op.batch_alter_table("call") as table:
        table.alter_column("implementation_mode", server_default=None)
