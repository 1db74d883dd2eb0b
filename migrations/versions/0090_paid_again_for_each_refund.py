"""What an appeal gave back is ordered again for each refund, also for one that arrives after the
first was ordered (J19); every other basis carries one order for each unit, as before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

_NAME = "uq_payment_basis"
_COLUMNS = ("project_id", "payee_id", "basis", "basis_kind", "basis_id")
_ALIVE = "state <> 'cancelled'"


def upgrade() -> None:
    _only(f"{_ALIVE} AND basis <> 'appeal'")


def downgrade() -> None:
    _only(_ALIVE)


def _only(where: str) -> None:
    op.drop_index(_NAME, table_name="payment")
    op.create_index(
        _NAME,
        "payment",
        _COLUMNS,
        unique=True,
        sqlite_where=sa.text(where),
        postgresql_where=sa.text(where),
    )
