"""units are asked for and entered; calls in consultation take comments

Revision: 0066
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.models.base import Moment

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unit_entry",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("unit_kind", sa.String(length=40), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=False),
        sa.Column("city", sa.String(length=40), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", Moment(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(timezone=True), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("refusal", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(decided_by_id IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_unit_entry_decision_is_whole"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (organisation_id IS NULL AND refusal = '')",
            name=op.f("ck_unit_entry_outcome_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_unit_entry_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_unit_entry_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_unit_entry_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_entry")),
    )
    op.create_index(op.f("ix_unit_entry_asked_by_id"), "unit_entry", ["asked_by_id"])
    op.create_table(
        "consultation_comment",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("receipt_code", sa.String(length=16), nullable=False),
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("filed_at", Moment(timezone=True), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('', 'adopted', 'partly', 'rejected')",
            name=op.f("ck_consultation_comment_outcome_known"),
        ),
        sa.ForeignKeyConstraint(
            ["call_id"], ["call.id"], name=op.f("fk_consultation_comment_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["person.id"], name=op.f("fk_consultation_comment_sent_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_consultation_comment_answered_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_comment")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_consultation_comment_receipt_code")),
    )
    op.create_index(op.f("ix_consultation_comment_call_id"), "consultation_comment", ["call_id"])
    op.create_index(
        op.f("ix_consultation_comment_sent_by_id"), "consultation_comment", ["sent_by_id"]
    )


def downgrade() -> None:
    op.drop_table("consultation_comment")
    op.drop_table("unit_entry")
