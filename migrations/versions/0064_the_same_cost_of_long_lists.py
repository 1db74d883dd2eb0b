"""long lists cost what short ones do: a notice tells how many items it has, and pages through them

Revision: 0064
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_OF_NOTICE = "ix_notice_item_notice_id_id"
_COUNTED = (
    "UPDATE notice SET item_count = "
    "(SELECT count(*) FROM notice_item WHERE notice_item.notice_id = notice.id)"
)


def upgrade() -> None:
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("item_count", sa.Integer(), nullable=True))
    op.execute(_COUNTED)
    op.create_index(_OF_NOTICE, "notice_item", ["notice_id", "id"])
    op.drop_index("ix_notice_item_notice_id", "notice_item")


def downgrade() -> None:
    op.create_index("ix_notice_item_notice_id", "notice_item", ["notice_id"])
    op.drop_index(_OF_NOTICE, "notice_item")
    with op.batch_alter_table("notice") as table:
        table.drop_column("item_count")
