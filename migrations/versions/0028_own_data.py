"""a person's own data may be taken away

Revision: 0028
"""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _know("what IN ('sheet', 'dossier', 'personal')")


def downgrade() -> None:
    op.execute("DELETE FROM takeaway WHERE what = 'personal'")
    _know("what IN ('sheet', 'dossier')")


def _know(condition: str) -> None:
    name = op.f("ck_takeaway_what_known")
    with op.batch_alter_table("takeaway") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)
