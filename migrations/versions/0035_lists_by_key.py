"""indexes in the order of the lists that are paged by key

Revision: 0035
"""

from __future__ import annotations

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

_ORDERS = {
    "ix_proposal_moved": ["state_entered_at", "id"],
    "ix_proposal_state_moved": ["state", "state_entered_at", "id"],
    "ix_proposal_call_moved": ["call_id", "state_entered_at", "id"],
    "ix_proposal_call_state": ["call_id", "state", "item_id", "opened_at"],
    "ix_proposal_call_rank": ["call_id", "rank", "id"],
}


def upgrade() -> None:
    for name, columns in _ORDERS.items():
        op.create_index(name, "proposal", columns, unique=False)
    op.drop_index("ix_proposal_call_id", table_name="proposal")


def downgrade() -> None:
    op.create_index("ix_proposal_call_id", "proposal", ["call_id"], unique=False)
    for name in reversed(_ORDERS):
        op.drop_index(name, table_name="proposal")
