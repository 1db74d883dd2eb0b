"""the session at the provider that a sign-in came from

Revision: 0045
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("provider_session", sa.String(length=255), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_in") as table:
        table.drop_column("provider_session")
