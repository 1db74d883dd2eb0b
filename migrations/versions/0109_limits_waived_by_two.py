"""A limit of a call is waived for one proposal, by two."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

_PEOPLE = ("asked_by_id", "proposed_by_id", "confirmed_by_id", "closed_by_id")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "limit_waiver",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence_name", sa.String(length=200), nullable=False),
        sa.Column("evidence_type", sa.String(length=100), nullable=False),
        sa.Column("evidence_sha256", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", _MOMENT, nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('asked', 'proposed', 'confirmed', 'refused', 'withdrawn')",
            name=op.f("ck_limit_waiver_status_known"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('proposed', 'confirmed') OR proposed_by_id IS NOT NULL",
            name=op.f("ck_limit_waiver_proposed_by_somebody"),
        ),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id",
            name=op.f("ck_limit_waiver_by_two"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_limit_waiver_proposal_id_proposal")
        ),
        *(
            sa.ForeignKeyConstraint(
                [one], ["person.id"], name=op.f(f"fk_limit_waiver_{one}_person")
            )
            for one in _PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_limit_waiver")),
    )
    op.create_index(op.f("ix_limit_waiver_proposal_id"), "limit_waiver", ["proposal_id"])


def downgrade() -> None:
    op.drop_table("limit_waiver")
