"""races: plan, stages, routes, teams, and what each stage found

Revision: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "race",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("finish_line", sa.JSON(), nullable=False),
        sa.Column("loser_rule", sa.Text(), nullable=False),
        sa.Column("formula", sa.String(length=40), nullable=False),
        sa.Column("pool", sa.BigInteger(), nullable=False),
        sa.Column("prize", sa.BigInteger(), nullable=False),
        sa.Column("converge_at", sa.Integer(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("target_version", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("paid_through", sa.Integer(), nullable=False),
        sa.Column("back_to", sa.String(length=40), nullable=True),
        sa.Column("new_target", sa.Text(), nullable=False),
        sa.Column("new_line", sa.JSON(), nullable=False),
        sa.Column("refocus_finding", sa.Text(), nullable=False),
        sa.Column("entry_tried", sa.Boolean(), nullable=False),
        sa.Column("floor_waived", sa.Boolean(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("long_extensions", sa.Integer(), nullable=False),
        sa.Column("final_extensions", sa.Integer(), nullable=False),
        sa.Column("refocuses", sa.Integer(), nullable=False),
        sa.Column("rescues", sa.Integer(), nullable=False),
        sa.Column("halts", sa.Integer(), nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "paid_through >= 0 AND paid_through <= stage", name=op.f("ck_race_never_paid_ahead")
        ),
        sa.CheckConstraint("prize >= 0 AND prize <= pool", name=op.f("ck_race_prize_in_pool")),
        sa.CheckConstraint("stage >= 0 AND stage <= 4", name=op.f("ck_race_stage_in_range")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_race_call_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race")),
        sa.UniqueConstraint("call_id", name=op.f("uq_race_call_id")),
    )
    with op.batch_alter_table("race", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_race_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_state"), ["state"], unique=False)

    op.create_table(
        "race_entry",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("route_name", sa.String(length=80), nullable=False),
        sa.Column("cost_to_finish", sa.BigInteger(), nullable=False),
        sa.Column("plan_days", sa.Integer(), nullable=False),
        sa.Column("accepts_loser_rule", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "cost_to_finish >= 0 AND plan_days >= 0", name=op.f("ck_race_entry_plan_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_race_entry_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race_entry")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_race_entry_proposal_id")),
    )
    op.create_table(
        "race_route",
        sa.Column("race_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("cause", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["race_id"], ["race.id"], name=op.f("fk_race_route_race_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race_route")),
        sa.UniqueConstraint("race_id", "name", name=op.f("uq_race_route_race_id_name")),
    )
    with op.batch_alter_table("race_route", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_race_route_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_route_race_id"), ["race_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_route_state"), ["state"], unique=False)

    op.create_table(
        "race_stage",
        sa.Column("race_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("pool", sa.BigInteger(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("indicators", sa.JSON(), nullable=False),
        sa.Column("protocol", sa.Text(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("notice_from", sa.Date(), nullable=True),
        sa.Column("notice_to", sa.Date(), nullable=True),
        sa.Column("document", sa.String(length=80), nullable=True),
        sa.Column("minutes_number", sa.String(length=80), nullable=False),
        sa.Column("minutes_on", sa.Date(), nullable=True),
        sa.Column("drafted_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(document IS NULL) = (decided_at IS NULL)",
            name=op.f("ck_race_stage_decided_in_one_document"),
        ),
        sa.CheckConstraint(
            "number >= 1 AND number <= 4", name=op.f("ck_race_stage_number_in_range")
        ),
        sa.CheckConstraint("pool > 0 AND quota >= 1", name=op.f("ck_race_stage_plan_positive")),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["person.id"], name=op.f("fk_race_stage_drafted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["review_group.id"], name=op.f("fk_race_stage_group_id")
        ),
        sa.ForeignKeyConstraint(["race_id"], ["race.id"], name=op.f("fk_race_stage_race_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race_stage")),
        sa.UniqueConstraint("race_id", "number", name=op.f("uq_race_stage_race_id_number")),
    )
    with op.batch_alter_table("race_stage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_race_stage_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_stage_race_id"), ["race_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_stage_state"), ["state"], unique=False)

    op.create_table(
        "race_team",
        sa.Column("race_id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("route_id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.String(length=4), nullable=False),
        sa.Column("cost_to_finish", sa.BigInteger(), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.String(length=64), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("appeal", sa.String(length=12), nullable=False),
        sa.Column("appeal_reason", sa.Text(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=False),
        sa.Column("base_share", sa.BigInteger(), nullable=False),
        sa.Column("ring_fenced", sa.BigInteger(), nullable=False),
        sa.Column("wants_extension", sa.Boolean(), nullable=False),
        sa.Column("merges_with_id", sa.Integer(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("crossed", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "appeal IN ('none', 'open', 'upheld', 'dismissed')",
            name=op.f("ck_race_team_appeal_known"),
        ),
        sa.CheckConstraint(
            "state <> 'finished' OR crossed >= 1", name=op.f("ck_race_team_finished_has_crossed")
        ),
        sa.CheckConstraint("merges_with_id <> id", name=op.f("ck_race_team_merges_with_another")),
        sa.CheckConstraint(
            "cost_to_finish >= 0 AND share >= 0 AND ring_fenced >= 0",
            name=op.f("ck_race_team_money_not_negative"),
        ),
        sa.ForeignKeyConstraint(
            ["merges_with_id"], ["race_team.id"], name=op.f("fk_race_team_merges_with_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_race_team_proposal_id")
        ),
        sa.ForeignKeyConstraint(["race_id"], ["race.id"], name=op.f("fk_race_team_race_id")),
        sa.ForeignKeyConstraint(
            ["route_id"], ["race_route.id"], name=op.f("fk_race_team_route_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_race_team")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_race_team_proposal_id")),
    )
    with op.batch_alter_table("race_team", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_race_team_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_team_race_id"), ["race_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_team_route_id"), ["route_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_race_team_state"), ["state"], unique=False)

    op.create_table(
        "stage_result",
        sa.Column("stage_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("cost_to_finish", sa.BigInteger(), nullable=False),
        sa.Column("plan_days", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tested_on", sa.Date(), nullable=True),
        sa.Column("test_report", sa.String(length=200), nullable=False),
        sa.Column("measured", sa.JSON(), nullable=False),
        sa.Column("hard_met", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("spread", sa.Integer(), nullable=True),
        sa.Column("proposed", sa.String(length=12), nullable=True),
        sa.Column("ground", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("edited", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IS NULL OR outcome IN ('advance', 'hold', 'eliminate')",
            name=op.f("ck_stage_result_outcome_known"),
        ),
        sa.CheckConstraint(
            "proposed IS NULL OR proposed IN ('advance', 'hold', 'eliminate')",
            name=op.f("ck_stage_result_proposal_known"),
        ),
        sa.CheckConstraint(
            "score IS NULL OR (score >= 0 AND score <= 10000)",
            name=op.f("ck_stage_result_score_in_scale"),
        ),
        sa.ForeignKeyConstraint(
            ["stage_id"], ["race_stage.id"], name=op.f("fk_stage_result_stage_id")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["race_team.id"], name=op.f("fk_stage_result_team_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stage_result")),
        sa.UniqueConstraint("stage_id", "team_id", name=op.f("uq_stage_result_stage_id_team_id")),
    )
    with op.batch_alter_table("stage_result", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stage_result_stage_id"), ["stage_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_stage_result_team_id"), ["team_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("stage_result", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_stage_result_team_id"))
        batch_op.drop_index(batch_op.f("ix_stage_result_stage_id"))

    op.drop_table("stage_result")
    with op.batch_alter_table("race_team", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_race_team_state"))
        batch_op.drop_index(batch_op.f("ix_race_team_route_id"))
        batch_op.drop_index(batch_op.f("ix_race_team_race_id"))
        batch_op.drop_index(batch_op.f("ix_race_team_due_at"))

    op.drop_table("race_team")
    with op.batch_alter_table("race_stage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_race_stage_state"))
        batch_op.drop_index(batch_op.f("ix_race_stage_race_id"))
        batch_op.drop_index(batch_op.f("ix_race_stage_due_at"))

    op.drop_table("race_stage")
    with op.batch_alter_table("race_route", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_race_route_state"))
        batch_op.drop_index(batch_op.f("ix_race_route_race_id"))
        batch_op.drop_index(batch_op.f("ix_race_route_due_at"))

    op.drop_table("race_route")
    op.drop_table("race_entry")
    with op.batch_alter_table("race", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_race_state"))
        batch_op.drop_index(batch_op.f("ix_race_due_at"))

    op.drop_table("race")
