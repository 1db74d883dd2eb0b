"""projects of earlier years, taken over from another system

Revision: 0041
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_project",
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("programme", sa.String(length=200), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('running', 'passed', 'concluded', 'failed', 'terminated', 'revoked')",
            name=op.f("ck_earlier_project_outcome_known"),
        ),
        sa.CheckConstraint(
            "(outcome = 'running') = (ended_on IS NULL)",
            name=op.f("ck_earlier_project_ending_is_whole"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_earlier_project_dates_in_order")),
        sa.CheckConstraint(
            "granted > 0 AND paid >= 0 AND spent >= 0",
            name=op.f("ck_earlier_project_money_not_negative"),
        ),
        sa.CheckConstraint("paid <= granted", name=op.f("ck_earlier_project_paid_within_grant")),
        sa.ForeignKeyConstraint(
            ["leader_id"], ["person.id"], name=op.f("fk_earlier_project_leader_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["organisation.id"], name=op.f("fk_earlier_project_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_project")),
        sa.UniqueConstraint("number", name=op.f("uq_earlier_project_number")),
    )
    op.create_index(op.f("ix_earlier_project_leader_id"), "earlier_project", ["leader_id"])
    op.create_index(op.f("ix_earlier_project_unit_id"), "earlier_project", ["unit_id"])


def downgrade() -> None:
    op.drop_table("earlier_project")
