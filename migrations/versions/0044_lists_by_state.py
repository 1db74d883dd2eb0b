"""a state of a call is listed, and what partners were told long ago is cleared, by an index

Revision: 0044
"""

from __future__ import annotations

from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_OF_CALL = "ix_proposal_call_state_moved"


def upgrade() -> None:
    op.create_index("ix_webhook_delivery_settled_at", "webhook_delivery", ["settled_at"])
    op.create_index(_OF_CALL, "proposal", ["call_id", "state", "state_entered_at", "id"])


def downgrade() -> None:
    op.drop_index(_OF_CALL, "proposal")
    op.drop_index("ix_webhook_delivery_settled_at", "webhook_delivery")
