"""an opinion on a need is about a text and may be declined; a user who is silent is on record

Revision: 0073
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

_STANCES = "stance IN ('support', 'neutral', 'veto')"
_WITH_SILENCE = "stance IN ('support', 'neutral', 'veto', 'silent')"


def upgrade() -> None:
    with op.batch_alter_table("argument_opinion") as table:
        table.add_column(sa.Column("text", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("drawn_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("left_reason", sa.String(300)))
    with op.batch_alter_table("user_opinion") as table:
        table.alter_column("given_by_id", existing_type=sa.Integer(), nullable=True)
        table.drop_constraint(op.f("ck_user_opinion_stance_known"), type_="check")
        table.create_check_constraint(op.f("ck_user_opinion_stance_known"), _WITH_SILENCE)


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM user_opinion WHERE stance = 'silent'"))
    with op.batch_alter_table("user_opinion") as table:
        table.drop_constraint(op.f("ck_user_opinion_stance_known"), type_="check")
        table.create_check_constraint(op.f("ck_user_opinion_stance_known"), _STANCES)
        table.alter_column("given_by_id", existing_type=sa.Integer(), nullable=False)
    op.execute(sa.text("DELETE FROM argument_opinion WHERE left_reason IS NOT NULL"))
    with op.batch_alter_table("argument_opinion") as table:
        table.drop_column("left_reason")
        table.drop_column("drawn_at")
        table.drop_column("text")
