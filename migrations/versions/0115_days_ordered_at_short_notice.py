"""Days off and working days ordered at short notice, entered by one and confirmed by another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0111"
branch_labels = None
depends_on = None

_PEOPLE = ("entered_by_id", "decided_by_id")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ordered_days",
        sa.Column("issuer", sa.String(length=100), nullable=False),
        sa.Column("document_number", sa.String(length=100), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=False),
        sa.Column("days_off", sa.JSON(), nullable=False),
        sa.Column("working_days", sa.JSON(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", _MOMENT, nullable=False),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", _MOMENT, nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "NOT is_confirmed OR decided_by_id <> entered_by_id",
            name=op.f("ck_ordered_days_two_people"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [one], ["person.id"], name=op.f(f"fk_ordered_days_{one}_person")
            )
            for one in _PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ordered_days")),
    )


def downgrade() -> None:
    op.drop_table("ordered_days")
