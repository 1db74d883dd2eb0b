"""a change, an appeal and a payment that never arrived take files

Revision: 0076
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

_BEFORE = (
    "purpose IN ('matching', 'metric', 'report', 'visit',"
    " 'stage_1', 'stage_2', 'stage_3', 'stage_4')"
)
_NOW = (
    "purpose IN ('matching', 'metric', 'report', 'visit',"
    " 'stage_1', 'stage_2', 'stage_3', 'stage_4', 'change', 'appeal', 'bank_return')"
)


def upgrade() -> None:
    op.add_column("evidence", sa.Column("about_kind", sa.String(40), nullable=True))
    op.add_column("evidence", sa.Column("about_id", sa.Integer(), nullable=True))
    op.create_index("ix_evidence_about", "evidence", ["about_kind", "about_id"])
    _known(_NOW)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM evidence WHERE purpose IN ('change', 'appeal', 'bank_return')"))
    _known(_BEFORE)
    op.drop_index("ix_evidence_about", "evidence")
    with op.batch_alter_table("evidence") as table:
        table.drop_column("about_id")
        table.drop_column("about_kind")


def _known(purposes: str) -> None:
    name = op.f("ck_evidence_purpose_known")
    with op.batch_alter_table("evidence") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, purposes)
