"""how people are told: at once, once a day or in the site only; messages an officer may hold back

Revision: 0033
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_STATUS = "status IN ('waiting', 'queued', 'done', 'failed'{more})"


def upgrade() -> None:
    _know(_STATUS.format(more=", 'held', 'cancelled'"))
    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("by_mail", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("digest_since", sa.DateTime(timezone=True), nullable=True))
        table.create_index(op.f("ix_person_digest_since"), ["digest_since"], unique=False)
    with op.batch_alter_table("message") as table:
        table.add_column(
            sa.Column("message_kind", sa.String(length=60), nullable=False, server_default="")
        )
        table.add_column(sa.Column("call_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("goes_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("by_mail", sa.String(length=10), nullable=False, server_default="at_once")
        )
        table.create_foreign_key(op.f("fk_message_call_id"), "call", ["call_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_message_by_mail_known"), "by_mail IN ('at_once', 'daily', 'never')"
        )
        table.create_index(op.f("ix_message_call_id"), ["call_id"], unique=False)
        table.create_index(op.f("ix_message_goes_at"), ["goes_at"], unique=False)
    # What was written before has reached its reader.
    op.execute("UPDATE message SET goes_at = created_at")
    with op.batch_alter_table("message") as table:
        table.alter_column("message_kind", server_default=None)
        table.alter_column("by_mail", server_default=None)
    with op.batch_alter_table("person") as table:
        table.alter_column("by_mail", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("message") as table:
        table.drop_index(op.f("ix_message_goes_at"))
        table.drop_index(op.f("ix_message_call_id"))
        table.drop_constraint(op.f("ck_message_by_mail_known"), type_="check")
        table.drop_constraint(op.f("fk_message_call_id"), type_="foreignkey")
        for column in ("by_mail", "cancelled_at", "goes_at", "call_id", "message_kind"):
            table.drop_column(column)
    with op.batch_alter_table("person") as table:
        table.drop_index(op.f("ix_person_digest_since"))
        table.drop_column("digest_since")
        table.drop_column("by_mail")
    op.execute("UPDATE outbox SET status = 'waiting' WHERE status = 'held'")
    op.execute("UPDATE outbox SET status = 'done' WHERE status = 'cancelled'")
    _know(_STATUS.format(more=""))


def _know(condition: str) -> None:
    name = op.f("ck_outbox_status_known")
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)
