"""A decision names the reply of the provincial government, where an award was reported to it. Lump
sums are sampled for an audit: the draws of a call, and what was found in each drawn project."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0107"
down_revision = "0106"
branch_labels = None
depends_on = None

_PURPOSES = (
    "purpose IN ('matching', 'metric', 'report', 'visit', 'stage_1', 'stage_2', 'stage_3',"
    " 'stage_4', 'change', 'appeal', 'bank_return'{more})"
)


def upgrade() -> None:
    op.add_column("decision", sa.Column("reply_number", sa.String(60), nullable=True))
    op.add_column("decision", sa.Column("reply_on", sa.Date(), nullable=True))
    op.create_table(
        "audit_sample",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        *_of_a_case(),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_audit_sample_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_sample")),
        sa.UniqueConstraint("call_id", "nth", name=op.f("uq_audit_sample_call_id_nth")),
    )
    op.create_table(
        "spending_audit",
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("auditor", sa.String(length=200), nullable=False),
        sa.Column("report_number", sa.String(length=80), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        *_of_a_case(),
        sa.ForeignKeyConstraint(
            ["sample_id"], ["audit_sample.id"], name=op.f("fk_spending_audit_sample_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_spending_audit_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_audit")),
        sa.UniqueConstraint("project_id", name=op.f("uq_spending_audit_project_id")),
    )
    for table, indexed in (("audit_sample", "call_id"), ("spending_audit", "sample_id")):
        for column in ("due_at", "state", indexed):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    _know(_PURPOSES.format(more=", 'audit_report'"))


def _know(condition: str) -> None:
    name = op.f("ck_evidence_purpose_known")
    with op.batch_alter_table("evidence") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, condition)


def _of_a_case() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.execute("DELETE FROM evidence WHERE purpose = 'audit_report'")
    _know(_PURPOSES.format(more=""))
    op.drop_table("spending_audit")
    op.drop_table("audit_sample")
    with op.batch_alter_table("decision") as table:
        table.drop_column("reply_on")
        table.drop_column("reply_number")
