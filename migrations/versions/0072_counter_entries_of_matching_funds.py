"""matching money that was filed wrongly is taken back by a counter-entry

Revision: 0072
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0072"
down_revision = "0070"
branch_labels = None
depends_on = None

_CORRECTS = "fk_matching_fund_corrects_id_matching_fund"
_ONCE = "uq_matching_fund_corrects_id"
_BEFORE = "ck_matching_fund_amount_positive"
_NOW = "ck_matching_fund_only_a_correction_below_zero"


def upgrade() -> None:
    with op.batch_alter_table("matching_fund") as table:
        table.add_column(sa.Column("corrects_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reason", sa.String(length=2000), nullable=True))
        table.create_foreign_key(op.f(_CORRECTS), "matching_fund", ["corrects_id"], ["id"])
        table.create_unique_constraint(op.f(_ONCE), ["corrects_id"])
        table.drop_constraint(op.f(_BEFORE), type_="check")
        table.create_check_constraint(
            op.f(_NOW),
            "(corrects_id IS NULL AND amount > 0) OR (corrects_id IS NOT NULL AND amount < 0)",
        )


def downgrade() -> None:
    """What was filed wrongly counts again only if somebody files it: both rows go."""
    wrong = "SELECT corrects_id FROM matching_fund WHERE corrects_id IS NOT NULL"
    op.execute(sa.text(f"DELETE FROM matching_fund WHERE id IN ({wrong})"))  # noqa: S608
    op.execute(sa.text("DELETE FROM matching_fund WHERE amount < 0"))
    with op.batch_alter_table("matching_fund") as table:
        table.drop_constraint(op.f(_NOW), type_="check")
        table.create_check_constraint(op.f(_BEFORE), "amount > 0")
        table.drop_constraint(op.f(_ONCE), type_="unique")
        table.drop_constraint(op.f(_CORRECTS), type_="foreignkey")
        table.drop_column("reason")
        table.drop_column("corrects_id")
