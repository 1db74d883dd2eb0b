"""the pool's ties, absences and credit; invitations, assignments, officials who stand aside

Revision: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "credit_entry",
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('late', 'blank_comments', 'score_deviation', 'leak')",
            name=op.f("ck_credit_entry_kind_known"),
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_credit_entry_points_count")),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_credit_entry_expert_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_credit_entry_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entry")),
    )
    with op.batch_alter_table("credit_entry") as batch_op:
        batch_op.create_index(op.f("ix_credit_entry_expert_id"), ["expert_id"], unique=False)

    op.create_table(
        "expert_absence",
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("since <= until", name=op.f("ck_expert_absence_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_expert_absence_expert_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_absence")),
    )
    with op.batch_alter_table("expert_absence") as batch_op:
        batch_op.create_index(op.f("ix_expert_absence_expert_id"), ["expert_id"], unique=False)

    op.create_table(
        "expert_tie",
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'interest') = (email = '')",
            name=op.f("ck_expert_tie_others_are_with_a_person"),
        ),
        sa.CheckConstraint(
            "(kind = 'interest') = (organisation_id IS NOT NULL)",
            name=op.f("ck_expert_tie_interest_is_in_a_unit"),
        ),
        sa.CheckConstraint(
            "kind IN ('relative', 'supervision', 'joint_work', 'interest')",
            name=op.f("ck_expert_tie_kind_known"),
        ),
        sa.CheckConstraint(
            "source IN ('declared', 'imported')", name=op.f("ck_expert_tie_source_known")
        ),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_expert_tie_expert_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_expert_tie_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_expert_tie_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_tie")),
    )
    with op.batch_alter_table("expert_tie") as batch_op:
        batch_op.create_index(op.f("ix_expert_tie_email"), ["email"], unique=False)
        batch_op.create_index(op.f("ix_expert_tie_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(
            op.f("ix_expert_tie_organisation_id"), ["organisation_id"], unique=False
        )

    op.create_table(
        "assignment_run",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("locked", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('waiting', 'done', 'failed')", name=op.f("ck_assignment_run_status_known")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_assignment_run_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_group.id"], name=op.f("fk_assignment_run_group_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_run")),
    )
    with op.batch_alter_table("assignment_run") as batch_op:
        batch_op.create_index(op.f("ix_assignment_run_group_id"), ["group_id"], unique=False)

    op.create_table(
        "official_recusal",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "standing IN ('declared', 'detected')", name=op.f("ck_official_recusal_standing_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_official_recusal_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_official_recusal_proposal_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["person.id"], name=op.f("fk_official_recusal_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_recusal")),
        sa.UniqueConstraint(
            "person_id", "proposal_id", name=op.f("uq_official_recusal_person_id_proposal_id")
        ),
    )
    with op.batch_alter_table("official_recusal") as batch_op:
        batch_op.create_index(op.f("ix_official_recusal_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            op.f("ix_official_recusal_proposal_id"), ["proposal_id"], unique=False
        )

    op.create_table(
        "invitation",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["expert_id"], ["expert.id"], name=op.f("fk_invitation_expert_id")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_group.id"], name=op.f("fk_invitation_group_id")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["panel_seat.id"], name=op.f("fk_invitation_seat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("group_id", "expert_id", name=op.f("uq_invitation_group_id_expert_id")),
    )
    with op.batch_alter_table("invitation") as batch_op:
        batch_op.create_index(op.f("ix_invitation_due_at"), ["due_at"], unique=False)
        batch_op.create_index(op.f("ix_invitation_expert_id"), ["expert_id"], unique=False)
        batch_op.create_index(op.f("ix_invitation_group_id"), ["group_id"], unique=False)
        batch_op.create_index(op.f("ix_invitation_seat_id"), ["seat_id"], unique=False)
        batch_op.create_index(op.f("ix_invitation_state"), ["state"], unique=False)

    with op.batch_alter_table("conflict") as batch_op:
        batch_op.drop_constraint(op.f("uq_conflict_expert_id_proposal_id_standing"), type_="unique")
        batch_op.create_unique_constraint(
            op.f("uq_conflict_expert_id_proposal_id_standing_rule"),
            ["expert_id", "proposal_id", "standing", "rule"],
        )

    with op.batch_alter_table("expert") as batch_op:
        batch_op.add_column(
            sa.Column("qualification", sa.String(length=120), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("keywords", sa.String(length=500), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("removed_reason", sa.Text(), nullable=False, server_default="")
        )

    with op.batch_alter_table("review") as batch_op:
        batch_op.add_column(sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("struck_reason", sa.Text(), nullable=False, server_default="")
        )

    with op.batch_alter_table("review_group") as batch_op:
        batch_op.add_column(sa.Column("seats_wanted", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("reviews_each", sa.Integer(), nullable=True))
    with op.batch_alter_table("expert") as batch_op:
        batch_op.alter_column("qualification", server_default=None)
        batch_op.alter_column("keywords", server_default=None)
        batch_op.alter_column("removed_reason", server_default=None)

    with op.batch_alter_table("review") as batch_op:
        batch_op.alter_column("struck_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("review_group") as batch_op:
        batch_op.drop_column("reviews_each")
        batch_op.drop_column("seats_wanted")

    with op.batch_alter_table("review") as batch_op:
        batch_op.drop_column("struck_reason")
        batch_op.drop_column("struck_at")

    with op.batch_alter_table("expert") as batch_op:
        batch_op.drop_column("removed_reason")
        batch_op.drop_column("removed_at")
        batch_op.drop_column("keywords")
        batch_op.drop_column("qualification")

    with op.batch_alter_table("conflict") as batch_op:
        batch_op.drop_constraint(
            op.f("uq_conflict_expert_id_proposal_id_standing_rule"), type_="unique"
        )
        batch_op.create_unique_constraint(
            op.f("uq_conflict_expert_id_proposal_id_standing"),
            ["expert_id", "proposal_id", "standing"],
        )

    with op.batch_alter_table("invitation") as batch_op:
        batch_op.drop_index(op.f("ix_invitation_state"))
        batch_op.drop_index(op.f("ix_invitation_seat_id"))
        batch_op.drop_index(op.f("ix_invitation_group_id"))
        batch_op.drop_index(op.f("ix_invitation_expert_id"))
        batch_op.drop_index(op.f("ix_invitation_due_at"))

    op.drop_table("invitation")
    with op.batch_alter_table("official_recusal") as batch_op:
        batch_op.drop_index(op.f("ix_official_recusal_proposal_id"))
        batch_op.drop_index(op.f("ix_official_recusal_person_id"))

    op.drop_table("official_recusal")
    with op.batch_alter_table("assignment_run") as batch_op:
        batch_op.drop_index(op.f("ix_assignment_run_group_id"))

    op.drop_table("assignment_run")
    with op.batch_alter_table("expert_tie") as batch_op:
        batch_op.drop_index(op.f("ix_expert_tie_organisation_id"))
        batch_op.drop_index(op.f("ix_expert_tie_expert_id"))
        batch_op.drop_index(op.f("ix_expert_tie_email"))

    op.drop_table("expert_tie")
    with op.batch_alter_table("expert_absence") as batch_op:
        batch_op.drop_index(op.f("ix_expert_absence_expert_id"))

    op.drop_table("expert_absence")
    with op.batch_alter_table("credit_entry") as batch_op:
        batch_op.drop_index(op.f("ix_credit_entry_expert_id"))

    op.drop_table("credit_entry")
