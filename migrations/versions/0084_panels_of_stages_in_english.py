"""Panels of stages are called in English too: the system names them, and did so in Chinese only."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0081"
branch_labels = None
depends_on = None

_NAMED = """
UPDATE review_group SET name_en = 'Panel of stage ' || CAST(round - 2 AS VARCHAR(10))
    || CASE WHEN name LIKE '%重新考核%' THEN ', assessing again' ELSE '' END
WHERE purpose = 'checkpoint'
"""


def upgrade() -> None:
    column = sa.Column("name_en", sa.String(120), nullable=False, server_default="")
    op.add_column("review_group", column)
    op.execute(sa.text(_NAMED))


def downgrade() -> None:
    op.drop_column("review_group", "name_en")
