"""Failed work that an administrator sets aside is told from what still has to be looked at."""

from __future__ import annotations

from alembic import op

revision = "0099"
down_revision = "0098"
branch_labels = None
depends_on = None

_STATUS = "status IN ('waiting', 'queued', 'done', 'failed', 'held', 'cancelled'{more})"


def upgrade() -> None:
    _know(_STATUS.format(more=", 'set_aside'"))


def downgrade() -> None:
    op.execute("UPDATE outbox SET status = 'failed' WHERE status = 'set_aside'")
    _know(_STATUS.format(more=""))


def _know(condition: str) -> None:
    name = op.f("ck_outbox_status_known")
    with op.batch_alter_table("outbox") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)
