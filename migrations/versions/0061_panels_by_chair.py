"""the panels that somebody chairs are found by an index

Revision: 0061
"""

from __future__ import annotations

from alembic import op

revision = "0061"
down_revision = "0055"
branch_labels = None
depends_on = None

_TABLES = ("review_group", "assessment")


def upgrade() -> None:
    for table in _TABLES:
        op.create_index(op.f(f"ix_{table}_chair_id"), table, ["chair_id"])


def downgrade() -> None:
    for table in _TABLES:
        op.drop_index(op.f(f"ix_{table}_chair_id"), table)
