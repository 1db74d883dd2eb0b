"""What a message says in English beside the Chinese, empty where it was written in one language
only; and by which mail a member was asked to take part, empty for whoever was named before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    subject = sa.Column("subject_en", sa.String(600), nullable=False, server_default="")
    body = sa.Column("body_en", sa.Text(), nullable=False, server_default="")
    op.add_column("message", subject)
    op.add_column("message", body)
    asked_by = sa.Column("asked_by", sa.String(200), nullable=False, server_default="")
    op.add_column("proposal_member", asked_by)


def downgrade() -> None:
    with op.batch_alter_table("proposal_member") as table:
        table.drop_column("asked_by")
    with op.batch_alter_table("message") as table:
        table.drop_column("body_en")
        table.drop_column("subject_en")
