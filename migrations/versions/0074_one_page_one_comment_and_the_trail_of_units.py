"""a comment carries the key of its page; units are edited and merged, people move, with a trail

Revision: 0074
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.models.base import Moment

revision = "0074"
down_revision = "0073"
branch_labels = None
depends_on = None

_INTO = "fk_organisation_merged_into_id_organisation"
_ONCE = "uq_consultation_comment_call_id_sending"


def upgrade() -> None:
    with op.batch_alter_table("consultation_comment") as table:
        table.add_column(sa.Column("sending", sa.String(length=64), nullable=True))
        table.create_unique_constraint(op.f(_ONCE), ["call_id", "sending"])
    with op.batch_alter_table("organisation") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("renamed_at", Moment(), nullable=True))
        table.create_foreign_key(op.f(_INTO), "organisation", ["merged_into_id"], ["id"])
        table.create_index(op.f("ix_organisation_merged_into_id"), ["merged_into_id"])
    op.create_table(
        "organisation_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        *_keys("organisation_change", organisation_id="organisation", by_id="person"),
    )
    op.create_table(
        "person_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "from_id IS NOT NULL OR to_id IS NOT NULL",
            name=op.f("ck_person_move_leads_somewhere"),
        ),
        *_keys(
            "person_move",
            person_id="person",
            from_id="organisation",
            to_id="organisation",
            by_id="person",
        ),
    )
    op.create_index(
        op.f("ix_organisation_change_organisation_id"), "organisation_change", ["organisation_id"]
    )
    op.create_index(op.f("ix_person_move_person_id"), "person_move", ["person_id"])


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint([own], [f"{other}.id"], name=op.f(f"fk_{table}_{own}_{other}"))
            for own, other in columns.items()
        ),
    ]


def downgrade() -> None:
    op.drop_table("person_move")
    op.drop_table("organisation_change")
    with op.batch_alter_table("organisation") as table:
        table.drop_index(op.f("ix_organisation_merged_into_id"))
        table.drop_constraint(op.f(_INTO), type_="foreignkey")
        table.drop_column("renamed_at")
        table.drop_column("merged_into_id")
    with op.batch_alter_table("consultation_comment") as table:
        table.drop_constraint(op.f(_ONCE), type_="unique")
        table.drop_column("sending")
