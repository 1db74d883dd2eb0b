"""signed versions, discussion, defence meetings, re-review and the non-consensus channel

Revision: 0003_scoring
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_scoring"
down_revision = "0002"
branch_labels = None
depends_on = None

_GROUP = {
    "opinion": (sa.Text(), "''"),
    "result": (sa.JSON(), "'{}'"),
}
_REVIEW = {
    "vetoes": (sa.JSON(), "'{}'"),
    "edition": (sa.Integer(), "0"),
    "seconds_active": (sa.Integer(), "0"),
}


def upgrade() -> None:
    _add("group_proposal", _GROUP, "voided_at")
    _add("review", _REVIEW, "last_seen_at")
    _table(
        "review_version",
        _link("review_id", "review.id", index=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("comments", sa.JSON(), nullable=False),
        sa.Column("vetoes", sa.JSON(), nullable=False),
        sa.Column("overall", sa.Text(), nullable=False),
        sa.Column("recommends", sa.Boolean(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("review_id", "number"),
    )
    _table(
        "discussion_remark",
        _link("group_id", "review_group.id", index=True),
        _link("proposal_id", "proposal.id"),
        _link("expert_id", "expert.id"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    _table(
        "defence_meeting",
        _link("group_id", "review_group.id"),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("group_id"),
    )
    _table(
        "defence_slot",
        _link("meeting_id", "defence_meeting.id", index=True),
        _link("proposal_id", "proposal.id", index=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attended_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("meeting_id", "proposal_id"),
    )
    _table(
        "nonconsensus_naming",
        _link("proposal_id", "proposal.id", index=True),
        _link("expert_id", "expert.id"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("proposal_id", "expert_id"),
    )


def downgrade() -> None:
    for table in ("nonconsensus_naming", "defence_slot", "defence_meeting", "discussion_remark"):
        op.drop_table(table)
    op.drop_table("review_version")
    with op.batch_alter_table("review") as batch_op:
        for name in ("last_seen_at", *_REVIEW):
            batch_op.drop_column(name)
    with op.batch_alter_table("group_proposal") as batch_op:
        for name in ("voided_at", *_GROUP):
            batch_op.drop_column(name)


def _add(table: str, columns: dict[str, tuple[sa.types.TypeEngine, str]], moment: str) -> None:
    """Rows that are there get the default; later ones are written by the application."""
    with op.batch_alter_table(table) as batch_op:
        for name, (kind, default) in columns.items():
            batch_op.add_column(
                sa.Column(name, kind, nullable=False, server_default=sa.text(default))
            )
        batch_op.add_column(sa.Column(moment, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table(table) as batch_op:
        for name in columns:
            batch_op.alter_column(name, server_default=None)


def _link(name: str, target: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target), nullable=False, index=index)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False, primary_key=True), *columns)
