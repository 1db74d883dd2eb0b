"""Experts' fees: the list of each panel, its lines, and the accounts they are paid to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0117"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_PANELS = {"group_id": "review_group", "assessment_id": "assessment", "item_id": "item"}
_STANDS = sa.text("state <> 'dropped'")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def upgrade() -> None:
    op.create_table(
        "fee_list",
        sa.Column("call_id", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in _PANELS),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("attendance", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_at", _MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", _MOMENT, nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(group_id IS NOT NULL AND assessment_id IS NULL AND item_id IS NULL)"
            " OR (group_id IS NULL AND assessment_id IS NOT NULL AND item_id IS NULL)"
            " OR (group_id IS NULL AND assessment_id IS NULL AND item_id IS NOT NULL)",
            name=op.f("ck_fee_list_one_panel"),
        ),
        sa.CheckConstraint("form IN ('meeting', 'online')", name=op.f("ck_fee_list_form_known")),
        _refers("fee_list", "call_id", "call"),
        _refers("fee_list", "drawn_by_id", "person"),
        *(_refers("fee_list", column, to) for column, to in _PANELS.items()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_list")),
        sa.UniqueConstraint("number", name=op.f("uq_fee_list_number")),
    )
    for column in ("call_id", "state", "due_at"):
        op.create_index(op.f(f"ix_fee_list_{column}"), "fee_list", [column])
    for column, of in (("group_id", ()), ("assessment_id", ("round",)), ("item_id", ("round",))):
        op.create_index(
            f"uq_fee_list_{column}",
            "fee_list",
            [column, *of],
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        )
    op.create_table(
        "fee_line",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("excluded", sa.String(length=12), nullable=False),
        sa.Column("standing", sa.String(length=12), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("net", sa.BigInteger(), nullable=False),
        sa.Column("gross", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("given_to_bank_at", _MOMENT, nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("batch_number", sa.String(length=60), nullable=False),
        sa.Column("came_back", sa.Text(), nullable=False),
        sa.Column("given_up", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("net >= 0 AND gross >= net", name=op.f("ck_fee_line_adds_up")),
        sa.CheckConstraint(
            "standing IN ('academician', 'senior', 'other')",
            name=op.f("ck_fee_line_standing_known"),
        ),
        sa.CheckConstraint(
            "paid_on IS NULL OR (net > 0 AND given_up = '' AND given_to_bank_at IS NOT NULL)",
            name=op.f("ck_fee_line_paid_once_due"),
        ),
        _refers("fee_line", "list_id", "fee_list"),
        _refers("fee_line", "expert_id", "expert"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_line")),
        sa.UniqueConstraint("list_id", "expert_id", name=op.f("uq_fee_line_list_id_expert_id")),
        sa.UniqueConstraint("list_id", "row", name=op.f("uq_fee_line_list_id_row")),
    )
    for column in ("expert_id", "paid_on"):
        op.create_index(op.f(f"ix_fee_line_{column}"), "fee_line", [column])
    op.create_table(
        "expert_account",
        sa.Column("expert_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("tail", sa.String(length=4), nullable=False),
        sa.Column("named_at", _MOMENT, nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _refers("expert_account", "expert_id", "expert"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expert_account")),
        sa.UniqueConstraint("expert_id", name=op.f("uq_expert_account_expert_id")),
    )


def downgrade() -> None:
    for table in ("expert_account", "fee_line", "fee_list"):
        op.drop_table(table)
