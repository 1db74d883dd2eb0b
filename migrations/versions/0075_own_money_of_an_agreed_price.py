"""what an agreed price leaves to the units' own money

Revision: 0075
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("project", sa.Column("own_agreed", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("project", "own_agreed")
