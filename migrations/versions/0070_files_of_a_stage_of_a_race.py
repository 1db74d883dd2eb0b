"""a team of a race attaches files to its evidence of a stage

Revision: 0070
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0068"
branch_labels = None
depends_on = None

_BEFORE = "purpose IN ('matching', 'metric', 'report', 'visit')"
_NOW = (
    "purpose IN ('matching', 'metric', 'report', 'visit',"
    " 'stage_1', 'stage_2', 'stage_3', 'stage_4')"
)


def upgrade() -> None:
    _known(_NOW)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM evidence WHERE purpose LIKE 'stage%'"))
    _known(_BEFORE)


def _known(purposes: str) -> None:
    name = op.f("ck_evidence_purpose_known")
    with op.batch_alter_table("evidence") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, purposes)
