"""contracts, milestones, assessments and readings of metrics

Revision: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_address",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_address_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_address")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_address_person_id")),
    )
    op.create_table(
        "assessment",
        sa.Column("about_kind", sa.String(length=40), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("chair_id", sa.Integer(), nullable=True),
        sa.Column("formed_by_id", sa.Integer(), nullable=False),
        sa.Column("formed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draw", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["chair_id"], ["expert.id"], name=op.f("fk_assessment_chair_id")),
        sa.ForeignKeyConstraint(
            ["formed_by_id"], ["person.id"], name=op.f("fk_assessment_formed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_assessment_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "about_kind", "about_id", name=op.f("uq_assessment_about_kind_about_id")
        ),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_project_id"), ["project_id"], unique=False)

    op.create_table(
        "contract_version",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("permitted_minutes", sa.String(length=60), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name=op.f("fk_contract_version_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_contract_version_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_version")),
        sa.UniqueConstraint(
            "project_id", "version", name=op.f("uq_contract_version_project_id_version")
        ),
    )
    with op.batch_alter_table("contract_version", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contract_version_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "project_milestone",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("deliverable", sa.String(length=500), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("rectify_until", sa.Date(), nullable=True),
        sa.Column("conclusion", sa.String(length=12), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_milestone_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_milestone")),
        sa.UniqueConstraint(
            "project_id", "position", name=op.f("uq_project_milestone_project_id_position")
        ),
    )
    with op.batch_alter_table("project_milestone", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_project_milestone_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_project_milestone_due_on"), ["due_on"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_project_milestone_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_project_milestone_state"), ["state"], unique=False)

    op.create_table(
        "assessment_seat",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("left_reason", sa.String(length=200), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "how IN ('appointed', 'drawn')", name=op.f("ck_assessment_seat_how_known")
        ),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_seat_assessment_id")
        ),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_assessment_seat_expert_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_seat")),
        sa.UniqueConstraint(
            "assessment_id", "expert_id", name=op.f("uq_assessment_seat_assessment_id_expert_id")
        ),
    )
    with op.batch_alter_table("assessment_seat", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_seat_assessment_id"), ["assessment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_assessment_seat_expert_id"), ["expert_id"], unique=False
        )

    op.create_table(
        "evidence",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('matching', 'metric', 'report', 'visit')",
            name=op.f("ck_evidence_purpose_known"),
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["project_milestone.id"], name=op.f("fk_evidence_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_evidence_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_evidence_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_evidence_milestone_id"), ["milestone_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_evidence_project_id"), ["project_id"], unique=False)

    op.create_table(
        "opinion",
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("proposes", sa.String(length=12), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"], ["assessment.id"], name=op.f("fk_opinion_assessment_id")
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_opinion_expert_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
        sa.UniqueConstraint(
            "assessment_id",
            "expert_id",
            "round",
            name=op.f("uq_opinion_assessment_id_expert_id_round"),
        ),
    )
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_opinion_assessment_id"), ["assessment_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_opinion_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_opinion_state"), ["state"], unique=False)

    op.create_table(
        "site_visit",
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("present", sa.String(length=500), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("tested", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edited_by_id"], ["person.id"], name=op.f("fk_site_visit_edited_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["project_milestone.id"], name=op.f("fk_site_visit_milestone_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_visit")),
        sa.UniqueConstraint("milestone_id", name=op.f("uq_site_visit_milestone_id")),
    )
    op.create_table(
        "metric_reading",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=True),
        sa.Column("measured_by", sa.String(length=200), nullable=False),
        sa.Column("report_body", sa.String(length=80), nullable=False),
        sa.Column("report_number", sa.String(length=80), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "step IN ('planned', 'contracted', 'measured', 'accepted')",
            name=op.f("ck_metric_reading_step_known"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_metric_reading_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["metric_id"], ["metric.id"], name=op.f("fk_metric_reading_metric_id")
        ),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["project_milestone.id"], name=op.f("fk_metric_reading_milestone_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_metric_reading_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_metric_reading_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_reading")),
    )
    with op.batch_alter_table("metric_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_metric_reading_metric_id"), ["metric_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_metric_reading_milestone_id"), ["milestone_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_metric_reading_project_id"), ["project_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("metric_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_metric_reading_project_id"))
        batch_op.drop_index(batch_op.f("ix_metric_reading_milestone_id"))
        batch_op.drop_index(batch_op.f("ix_metric_reading_metric_id"))

    op.drop_table("metric_reading")
    op.drop_table("site_visit")
    with op.batch_alter_table("opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opinion_state"))
        batch_op.drop_index(batch_op.f("ix_opinion_expert_id"))
        batch_op.drop_index(batch_op.f("ix_opinion_due_at"))
        batch_op.drop_index(batch_op.f("ix_opinion_assessment_id"))

    op.drop_table("opinion")
    with op.batch_alter_table("evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_evidence_project_id"))
        batch_op.drop_index(batch_op.f("ix_evidence_milestone_id"))

    op.drop_table("evidence")
    with op.batch_alter_table("assessment_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_seat_expert_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_seat_assessment_id"))

    op.drop_table("assessment_seat")
    with op.batch_alter_table("project_milestone", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_milestone_state"))
        batch_op.drop_index(batch_op.f("ix_project_milestone_project_id"))
        batch_op.drop_index(batch_op.f("ix_project_milestone_due_on"))
        batch_op.drop_index(batch_op.f("ix_project_milestone_due_at"))

    op.drop_table("project_milestone")
    with op.batch_alter_table("contract_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contract_version_project_id"))

    op.drop_table("contract_version")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_project_id"))

    op.drop_table("assessment")
    op.drop_table("calendar_address")
