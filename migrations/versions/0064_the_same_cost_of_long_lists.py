"""long lists cost what short ones do: a notice tells how many items it has, a proposal how far it
came, and indexes lie in the order of lists

Revision: 0064
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

_COUNTED = (
    "UPDATE notice SET item_count = "
    "(SELECT count(*) FROM notice_item WHERE notice_item.notice_id = notice.id)"
)
_ORDERS = (
    ("ix_notice_item_notice_id_id", "notice_item", ["notice_id", "id"]),
    ("ix_proposal_plan_task_id_id", "proposal", ["plan_task_id", "id"]),
    ("ix_proposal_state_due", "proposal", ["state", "due_at", "id"]),
    ("ix_organisation_city_name", "organisation", ["city", "name", "id"]),
    ("ix_person_name", "person", ["name", "id"]),
)
_CONTAINED = (
    ("ix_notice_item_notice_id", "notice_item", ["notice_id"]),
    ("ix_proposal_plan_task_id", "proposal", ["plan_task_id"]),
    ("ix_proposal_state", "proposal", ["state"]),
)
"""Each is the beginning of one of those."""


def upgrade() -> None:
    with op.batch_alter_table("notice") as table:
        table.add_column(sa.Column("item_count", sa.Integer(), nullable=True))
    # Of what moved before, the history tells.
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("came_to", sa.String(length=20), nullable=True))
    op.execute(_COUNTED)
    for name, table_name, columns in _ORDERS:
        op.create_index(name, table_name, columns)
    for name, table_name, _columns in _CONTAINED:
        op.drop_index(name, table_name)


def downgrade() -> None:
    for name, table_name, columns in _CONTAINED:
        op.create_index(name, table_name, columns)
    for name, table_name, _columns in reversed(_ORDERS):
        op.drop_index(name, table_name)
    with op.batch_alter_table("proposal") as table:
        table.drop_column("came_to")
    with op.batch_alter_table("notice") as table:
        table.drop_column("item_count")
