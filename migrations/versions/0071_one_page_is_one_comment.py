"""a comment on a draft call carries the key of the page it was written on

Revision: 0071
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0073"
branch_labels = None
depends_on = None

_ONCE = op.f("uq_consultation_comment_call_id_sending")


def upgrade() -> None:
    with op.batch_alter_table("consultation_comment") as table:
        table.add_column(sa.Column("sending", sa.String(length=64), nullable=True))
        table.create_unique_constraint(_ONCE, ["call_id", "sending"])


def downgrade() -> None:
    with op.batch_alter_table("consultation_comment") as table:
        table.drop_constraint(_ONCE, type_="unique")
        table.drop_column("sending")
