"""When a unit confirmed that a person belongs to it; everybody who named one before counts as
confirmed since then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"
branch_labels = None
depends_on = None

_BELONG_SINCE = sa.text(
    "UPDATE person SET unit_confirmed_at = COALESCE("
    "(SELECT MAX(person_move.at) FROM person_move WHERE person_move.person_id = person.id"
    " AND person_move.to_id = person.organisation_id), person.created_at)"
    " WHERE person.organisation_id IS NOT NULL"
)


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("unit_confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.execute(_BELONG_SINCE)


def downgrade() -> None:
    op.drop_column("person", "unit_confirmed_at")
