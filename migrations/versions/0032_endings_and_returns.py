"""each ending belongs to its decision, and files of the treasury are kept

Revision: 0032
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("treasury_return") as table:
        table.add_column(sa.Column("size", sa.Integer(), nullable=True))
    with op.batch_alter_table("project_ending") as table:
        table.add_column(sa.Column("history_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE project_ending SET history_id = (SELECT max(history.id) FROM history WHERE "
        "history.case_kind = 'project' AND history.case_id = project_ending.project_id AND "
        "history.target = project_ending.how)"
    )
    with op.batch_alter_table("project_ending") as table:
        table.alter_column("history_id", nullable=False)
        table.drop_constraint(op.f("uq_project_ending_project_id_how"), type_="unique")
        table.create_unique_constraint(op.f("uq_project_ending_history_id"), ["history_id"])
        table.create_foreign_key(
            op.f("fk_project_ending_history_id"), "history", ["history_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("treasury_return") as table:
        table.drop_column("size")
    op.execute(
        "DELETE FROM project_ending WHERE id NOT IN "
        "(SELECT max(id) FROM project_ending GROUP BY project_id, how)"
    )
    with op.batch_alter_table("project_ending") as table:
        table.drop_constraint(op.f("fk_project_ending_history_id"), type_="foreignkey")
        table.drop_constraint(op.f("uq_project_ending_history_id"), type_="unique")
        table.create_unique_constraint(
            op.f("uq_project_ending_project_id_how"), ["project_id", "how"]
        )
        table.drop_column("history_id")
