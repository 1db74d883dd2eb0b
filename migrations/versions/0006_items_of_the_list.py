"""needs, items, sealed bids and what is agreed about them

Revision: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "item",
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("demander_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("technology_field_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("requirements", sa.Text(), nullable=False),
        sa.Column("end_user", sa.String(length=200), nullable=False),
        sa.Column("acceptance", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("ceiling", sa.BigInteger(), nullable=False),
        sa.Column("cofunding", sa.BigInteger(), nullable=False),
        sa.Column("promises_money", sa.Boolean(), nullable=False),
        sa.Column("promises_trial", sa.Boolean(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("close_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_allowed", sa.Boolean(), nullable=False),
        sa.Column("extended", sa.Boolean(), nullable=False),
        sa.Column("metrics_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealing_key", sa.String(length=100), nullable=False),
        sa.Column("wrapped_key", sa.String(length=200), nullable=False),
        sa.Column("key_released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("argument_draw", sa.JSON(), nullable=False),
        sa.Column("converted_call_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ceiling >= 0 AND cofunding >= 0", name=op.f("ck_item_money_not_negative")
        ),
        sa.CheckConstraint("round >= 0", name=op.f("ck_item_round_not_negative")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_item_call_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["person.id"], name=op.f("fk_item_contact_id")),
        sa.ForeignKeyConstraint(
            ["converted_call_id"], ["call.id"], name=op.f("fk_item_converted_call_id")
        ),
        sa.ForeignKeyConstraint(
            ["demander_id"], ["organisation.id"], name=op.f("fk_item_demander_id")
        ),
        sa.ForeignKeyConstraint(
            ["technology_field_id"],
            ["technology_field.id"],
            name=op.f("fk_item_technology_field_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_call_id"), ["call_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_close_at"), ["close_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_demander_id"), ["demander_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_due_at"), ["due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_item_state"), ["state"], unique=False)

    op.create_table(
        "argument_opinion",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("is_real", sa.Boolean(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=True),
        sa.Column("is_beyond_them", sa.Boolean(), nullable=True),
        sa.Column("is_quantifiable", sa.Boolean(), nullable=True),
        sa.Column("is_open_to_all", sa.Boolean(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["expert.id"], name=op.f("fk_argument_opinion_expert_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_argument_opinion_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_argument_opinion")),
        sa.UniqueConstraint(
            "item_id",
            "round",
            "expert_id",
            name=op.f("uq_argument_opinion_item_id_round_expert_id"),
        ),
    )
    with op.batch_alter_table("argument_opinion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_argument_opinion_expert_id"), ["expert_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_argument_opinion_item_id"), ["item_id"], unique=False)

    op.create_table(
        "item_metric",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("threshold", sa.String(length=40), nullable=False),
        sa.Column("test_method", sa.String(length=300), nullable=False),
        sa.Column("evidence_kind", sa.String(length=120), nullable=False),
        sa.Column("is_core", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "direction IN ('at_least', 'at_most', 'equal')",
            name=op.f("ck_item_metric_direction_known"),
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_metric_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_metric")),
    )
    with op.batch_alter_table("item_metric", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_metric_item_id"), ["item_id"], unique=False)

    op.create_table(
        "item_node",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_node_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_node")),
    )
    with op.batch_alter_table("item_node", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_node_item_id"), ["item_id"], unique=False)

    op.create_table(
        "item_question",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_item_question_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_item_question_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_question_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_question")),
    )
    with op.batch_alter_table("item_question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_item_question_asked_by_id"), ["asked_by_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_item_question_item_id"), ["item_id"], unique=False)

    op.create_table(
        "item_version",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("is_material", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "version", name=op.f("uq_item_version_item_id_version")),
    )
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_version_item_id"), ["item_id"], unique=False)

    op.create_table(
        "bid_terms",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("rights", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("price > 0", name=op.f("ck_bid_terms_price_positive")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_bid_terms_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid_terms")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_bid_terms_proposal_id")),
    )
    op.create_table(
        "sealed_bid",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_sealed_bid_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_bid")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_sealed_bid_proposal_id")),
    )
    op.create_table(
        "user_opinion",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("stance", sa.String(length=10), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("veto_reason", sa.Text(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissal", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "stance <> 'veto' OR veto_reason <> ''", name=op.f("ck_user_opinion_veto_has_a_reason")
        ),
        sa.CheckConstraint(
            "stance IN ('support', 'neutral', 'veto')", name=op.f("ck_user_opinion_stance_known")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["person.id"], name=op.f("fk_user_opinion_given_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_user_opinion_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_opinion")),
        sa.UniqueConstraint("proposal_id", name=op.f("uq_user_opinion_proposal_id")),
    )
    op.create_table(
        "metric_answer",
        sa.Column("metric_id", sa.Integer(), nullable=False),
        sa.Column("route", sa.String(length=1000), nullable=False),
        sa.Column("evidence", sa.String(length=500), nullable=False),
        sa.Column("plan", sa.String(length=500), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("price >= 0", name=op.f("ck_metric_answer_price_not_negative")),
        sa.ForeignKeyConstraint(
            ["metric_id"], ["metric.id"], name=op.f("fk_metric_answer_metric_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_metric_answer")),
        sa.UniqueConstraint("metric_id", name=op.f("uq_metric_answer_metric_id")),
    )
    op.create_table(
        "user_test",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("tester", sa.String(length=200), nullable=False),
        sa.Column("accreditation", sa.String(length=80), nullable=False),
        sa.Column("scenario", sa.Text(), nullable=False),
        sa.Column("tested_on", sa.Date(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_user_test_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_user_test_project_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["person.id"], name=op.f("fk_user_test_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_test")),
        sa.UniqueConstraint("project_id", name=op.f("uq_user_test_project_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_decision_call_id"), type_="unique")
        batch_op.create_index(
            "ix_decision_one_of_call",
            ["call_id"],
            unique=True,
            sqlite_where=sa.text("item_id IS NULL"),
            postgresql_where=sa.text("item_id IS NULL"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_decision_item_id"), ["item_id"])
        batch_op.create_foreign_key(batch_op.f("fk_decision_item_id"), "item", ["item_id"], ["id"])

    with op.batch_alter_table("metric", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_metric_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_metric_item_metric_id"), ["item_metric_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_metric_item_metric_id"), "item_metric", ["item_metric_id"], ["id"]
        )

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_proposal_item_id"), ["item_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_proposal_item_id"), "item", ["item_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_item_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_proposal_item_id"))
        batch_op.drop_column("opened_at")
        batch_op.drop_column("item_id")

    with op.batch_alter_table("metric", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_metric_item_metric_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_metric_item_metric_id"))
        batch_op.drop_column("item_metric_id")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_item_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_decision_item_id"), type_="unique")
        batch_op.drop_index(
            "ix_decision_one_of_call",
            sqlite_where=sa.text("item_id IS NULL"),
            postgresql_where=sa.text("item_id IS NULL"),
        )
        batch_op.create_unique_constraint(batch_op.f("uq_decision_call_id"), ["call_id"])
        batch_op.drop_column("item_id")

    op.drop_table("user_test")
    op.drop_table("metric_answer")
    op.drop_table("user_opinion")
    op.drop_table("sealed_bid")
    op.drop_table("bid_terms")
    with op.batch_alter_table("item_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_version_item_id"))

    op.drop_table("item_version")
    with op.batch_alter_table("item_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_question_item_id"))
        batch_op.drop_index(batch_op.f("ix_item_question_asked_by_id"))

    op.drop_table("item_question")
    with op.batch_alter_table("item_node", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_node_item_id"))

    op.drop_table("item_node")
    with op.batch_alter_table("item_metric", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_metric_item_id"))

    op.drop_table("item_metric")
    with op.batch_alter_table("argument_opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_argument_opinion_item_id"))
        batch_op.drop_index(batch_op.f("ix_argument_opinion_expert_id"))

    op.drop_table("argument_opinion")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_state"))
        batch_op.drop_index(batch_op.f("ix_item_due_at"))
        batch_op.drop_index(batch_op.f("ix_item_demander_id"))
        batch_op.drop_index(batch_op.f("ix_item_contact_id"))
        batch_op.drop_index(batch_op.f("ix_item_close_at"))
        batch_op.drop_index(batch_op.f("ix_item_call_id"))

    op.drop_table("item")
