"""An objection of a unit keeps who its legal representative is, and the signed and sealed paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None

_ADDED = {
    "objector_representative": 120,
    "signed_name": 200,
    "signed_sha256": 64,
    "signed_type": 100,
}


def upgrade() -> None:
    for name, length in _ADDED.items():
        column = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("objection", column)


def downgrade() -> None:
    with op.batch_alter_table("objection") as table:
        for name in _ADDED:
            table.drop_column(name)
