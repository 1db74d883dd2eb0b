"""One step leads from a unit to what it has become part of, also where that became part of a
third: so whoever answers for it is found by one look."""

from __future__ import annotations

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
    while op.get_bind().exec_driver_sql(_ONE_STEP_FURTHER).rowcount:
        pass


def downgrade() -> None:
    """Nothing: the steps between are told by the trail of changes."""
