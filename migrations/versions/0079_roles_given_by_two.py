"""A role of the office is proposed by one and confirmed by another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "role_proposal",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        _person("person_id", nullable=False, index=True),
        sa.Column("role", sa.String(40), nullable=False),
        _person("proposed_by_id", nullable=False),
        _moment("proposed_at", nullable=False),
        _moment("lapses_at", nullable=False),
        _person("decided_by_id"),
        _moment("decided_at"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("grant_id", sa.Integer(), sa.ForeignKey("role_grant.id"), index=True),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="two_people"
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> person_id", name="decided_by_another"
        ),
        sa.CheckConstraint("decided_by_id IS NULL OR decided_at IS NOT NULL", name="decided_then"),
    )


def downgrade() -> None:
    op.drop_table("role_proposal")


def _person(name: str, *, nullable: bool = True, index: bool = False) -> sa.Column:
    target = sa.ForeignKey("person.id")
    return sa.Column(name, sa.Integer(), target, nullable=nullable, index=index)


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)
