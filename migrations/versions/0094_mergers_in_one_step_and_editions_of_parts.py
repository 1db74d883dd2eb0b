"""One step leads from a unit to what it has become part of, also where that became part of a
third: so whoever answers for it is found by one look. Of each part of a proposal the edition in
which it was last saved: who writes one part is not held up by who writes another. And for what a
score was struck, in English too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

_ONE_STEP_FURTHER = """
UPDATE organisation SET merged_into_id = (
    SELECT further.merged_into_id FROM organisation AS further
    WHERE further.id = organisation.merged_into_id
)
WHERE merged_into_id IN (
    SELECT gone.id FROM organisation AS gone WHERE gone.merged_into_id IS NOT NULL
)
"""


def upgrade() -> None:
    editions = sa.Column("part_editions", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
    op.add_column("proposal", editions)
    struck = sa.Column("struck_reason_en", sa.Text(), nullable=False, server_default=sa.text("''"))
    op.add_column("review", struck)
    while op.get_bind().exec_driver_sql(_ONE_STEP_FURTHER).rowcount:
        pass


def downgrade() -> None:
    """The steps between two mergers are told by the trail of changes."""
    op.drop_column("review", "struck_reason_en")
    op.drop_column("proposal", "part_editions")
