"""How many months a year the leader and each member give to a project, where a call asks for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0109"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("proposal", sa.Column("leader_months", sa.Integer(), nullable=True))
    op.add_column("proposal_member", sa.Column("months_a_year", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("proposal_member", "months_a_year")
    op.drop_column("proposal", "leader_months")
