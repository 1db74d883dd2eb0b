"""the first and the last proposal of a call are found by an index

Revision: 0062
"""

from __future__ import annotations

from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

_INDEX = "ix_proposal_call_id_id"


def upgrade() -> None:
    op.create_index(_INDEX, "proposal", ["call_id", "id"])


def downgrade() -> None:
    op.drop_index(_INDEX, "proposal")
