"""what was told to partners' systems long ago is found to be cleared

Revision: 0044
"""

from __future__ import annotations

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_webhook_delivery_settled_at", "webhook_delivery", ["settled_at"])


def downgrade() -> None:
    op.drop_index("ix_webhook_delivery_settled_at", "webhook_delivery")
