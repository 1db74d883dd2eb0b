"""What an appeal gave back is ordered again for each refund, also for one that arrives after the
first was ordered (J19); every other basis carries one order for each unit, as before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

CONTRACTION = {
    "unused_since": "0089",
    "why": "The index takes the place of a stricter one: it refuses nothing that was let through.",
}

_NAME = "uq_payment_basis"
_COLUMNS = ("project_id", "payee_id", "basis", "basis_kind", "basis_id")
_WHERE = "state <> 'cancelled' AND basis <> 'appeal'"


def upgrade() -> None:
    op.drop_index(_NAME, table_name="payment")
    op.create_index(
        _NAME,
        "payment",
        _COLUMNS,
        unique=True,
        sqlite_where=sa.text(_WHERE),
        postgresql_where=sa.text(_WHERE),
    )


def downgrade() -> None:
    """The index stays as it is: under the one before, what was paid again since stands twice."""
