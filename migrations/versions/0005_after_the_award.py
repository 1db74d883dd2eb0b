"""after the award

Revision: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_reading",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_indicator_reading_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator_reading")),
    )
    with op.batch_alter_table("indicator_reading", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_reading_number"), ["number"], unique=False)

    op.create_table(
        "pledge",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("moment", sa.String(length=20), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("about_kind", sa.String(length=40), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(about_kind IS NULL) = (about_id IS NULL)", name=op.f("ck_pledge_case_is_whole")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pledge_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index("ix_pledge_about", ["about_kind", "about_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_person_id"), ["person_id"], unique=False)

    op.create_table(
        "acceptance",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("actuals", sa.JSON(), nullable=False),
        sa.Column("data_receipt", sa.String(length=200), nullable=False),
        sa.Column("corrections", sa.Integer(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("tasks_percent", sa.Integer(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("conclusion", sa.String(length=12), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("notice_starts_on", sa.Date(), nullable=True),
        sa.Column("notice_ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_acceptance_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acceptance_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_acceptance_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acceptance_state"), ["state"], unique=False)

    op.create_table(
        "appeal",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("against", sa.String(length=20), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["filed_by_id"], ["person.id"], name=op.f("fk_appeal_filed_by_id")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_appeal_project_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("project_id", name=op.f("uq_appeal_project_id")),
    )
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appeal_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_appeal_state"), ["state"], unique=False)

    op.create_table(
        "change_request",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("change_kind", sa.String(length=30), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("force_majeure", sa.Boolean(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("experts", sa.String(length=200), nullable=False),
        sa.Column("expert_opinion", sa.Text(), nullable=False),
        sa.Column("contract_version", sa.Integer(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name=op.f("fk_change_request_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_change_request_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_change_request_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_change_request_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_change_request_state"), ["state"], unique=False)

    op.create_table(
        "integrity_case",
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("receipt_code", sa.String(length=40), nullable=False),
        sa.Column("informant_name", sa.String(length=120), nullable=False),
        sa.Column("informant_contact", sa.String(length=200), nullable=False),
        sa.Column("subject_named", sa.String(length=200), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("when_and_where", sa.String(length=300), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject_person_id", sa.Integer(), nullable=True),
        sa.Column("subject_unit_id", sa.Integer(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("plea", sa.Text(), nullable=False),
        sa.Column("served_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "source IN ('tip', 'office', 'clock')", name=op.f("ck_integrity_case_source_known")
        ),
        sa.CheckConstraint(
            "subject_person_id IS NULL OR subject_unit_id IS NULL",
            name=op.f("ck_integrity_case_one_subject_at_most"),
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_integrity_case_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_person_id"], ["person.id"], name=op.f("fk_integrity_case_subject_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_unit_id"], ["organisation.id"], name=op.f("fk_integrity_case_subject_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_case")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_integrity_case_receipt_code")),
    )
    with op.batch_alter_table("integrity_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_integrity_case_due_at"), ["due_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_integrity_case_project_id"), ["project_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_integrity_case_state"), ["state"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_integrity_case_subject_person_id"), ["subject_person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_integrity_case_subject_unit_id"), ["subject_unit_id"], unique=False
        )

    op.create_table(
        "project_ending",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("diligent", sa.Boolean(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("minutes_number", sa.String(length=60), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("audit_until", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "how IN ('terminated', 'revoked')", name=op.f("ck_project_ending_how_known")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_project_ending_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_ending")),
        sa.UniqueConstraint("project_id", "how", name=op.f("uq_project_ending_project_id_how")),
    )
    with op.batch_alter_table("project_ending", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_project_ending_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "research_result",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("cites_project", sa.Boolean(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_research_result_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_research_result_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_research_result")),
        sa.UniqueConstraint(
            "project_id", "kind", "number", name=op.f("uq_research_result_project_id_kind_number")
        ),
    )
    with op.batch_alter_table("research_result", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_research_result_project_id"), ["project_id"], unique=False
        )

    op.create_table(
        "suspension",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_suspension_project_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspension_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_suspension_state"), ["state"], unique=False)

    op.create_table(
        "acceptance_file",
        sa.Column("acceptance_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptance.id"], name=op.f("fk_acceptance_file_acceptance_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["person.id"], name=op.f("fk_acceptance_file_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_file")),
    )
    with op.batch_alter_table("acceptance_file", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acceptance_file_acceptance_id"), ["acceptance_id"], unique=False
        )

    op.create_table(
        "integrity_evidence",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["person.id"], name=op.f("fk_integrity_evidence_added_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["integrity_case.id"], name=op.f("fk_integrity_evidence_case_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_evidence")),
    )
    with op.batch_alter_table("integrity_evidence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_integrity_evidence_case_id"), ["case_id"], unique=False
        )

    with op.batch_alter_table("sanction", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("grade", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("article", sa.String(length=100), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("lifted_on", sa.Date(), nullable=True))
        batch_op.add_column(
            sa.Column("lifted_by", sa.String(length=12), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("case_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_sanction_case_id"), ["case_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_sanction_case_id"), "integrity_case", ["case_id"], ["id"]
        )
        batch_op.create_check_constraint(
            op.f("ck_sanction_lifting_is_whole"), "(lifted_on IS NULL) = (lifted_by = '')"
        )
    with op.batch_alter_table("sanction") as batch_op:
        for column in ("grade", "article", "lifted_by"):
            batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("sanction", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_sanction_lifting_is_whole"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_sanction_case_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_sanction_case_id"), type_="unique")
        batch_op.drop_column("case_id")
        batch_op.drop_column("lifted_by")
        batch_op.drop_column("lifted_on")
        batch_op.drop_column("article")
        batch_op.drop_column("grade")

    with op.batch_alter_table("integrity_evidence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_integrity_evidence_case_id"))

    op.drop_table("integrity_evidence")
    with op.batch_alter_table("acceptance_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptance_file_acceptance_id"))

    op.drop_table("acceptance_file")
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suspension_state"))
        batch_op.drop_index(batch_op.f("ix_suspension_project_id"))
        batch_op.drop_index(batch_op.f("ix_suspension_due_at"))

    op.drop_table("suspension")
    with op.batch_alter_table("research_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_research_result_project_id"))

    op.drop_table("research_result")
    with op.batch_alter_table("project_ending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_project_ending_project_id"))

    op.drop_table("project_ending")
    with op.batch_alter_table("integrity_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_integrity_case_subject_unit_id"))
        batch_op.drop_index(batch_op.f("ix_integrity_case_subject_person_id"))
        batch_op.drop_index(batch_op.f("ix_integrity_case_state"))
        batch_op.drop_index(batch_op.f("ix_integrity_case_project_id"))
        batch_op.drop_index(batch_op.f("ix_integrity_case_due_at"))

    op.drop_table("integrity_case")
    with op.batch_alter_table("change_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_change_request_state"))
        batch_op.drop_index(batch_op.f("ix_change_request_project_id"))
        batch_op.drop_index(batch_op.f("ix_change_request_due_at"))

    op.drop_table("change_request")
    with op.batch_alter_table("appeal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appeal_state"))
        batch_op.drop_index(batch_op.f("ix_appeal_due_at"))

    op.drop_table("appeal")
    with op.batch_alter_table("acceptance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acceptance_state"))
        batch_op.drop_index(batch_op.f("ix_acceptance_project_id"))
        batch_op.drop_index(batch_op.f("ix_acceptance_due_at"))

    op.drop_table("acceptance")
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledge_person_id"))
        batch_op.drop_index("ix_pledge_about")

    op.drop_table("pledge")
    op.drop_table("indicator_reading")
