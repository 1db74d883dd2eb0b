"""secret votes of panels, links to answer an invitation, lapses of experts, aims of assignments

Revision: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_BEFORE = ("late", "blank_comments", "score_deviation", "leak")
_NOW = (*_BEFORE, "withdrew", "undeclared")


def upgrade() -> None:
    _table(
        "secret_vote",
        _link("group_id", "review_group.id", index=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
    )
    _table(
        "vote_candidate",
        _link("vote_id", "secret_vote.id", index=True),
        _link("proposal_id", "proposal.id"),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.UniqueConstraint("vote_id", "proposal_id"),
        sa.CheckConstraint("votes >= 0", name="votes_count"),
    )
    _table(
        "voter",
        _link("vote_id", "secret_vote.id", index=True),
        _link("expert_id", "expert.id"),
        sa.Column("has_voted", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("vote_id", "expert_id"),
    )
    with op.batch_alter_table("token") as batch_op:
        batch_op.add_column(sa.Column("invitation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            op.f("fk_token_invitation_id"), "invitation", ["invitation_id"], ["id"]
        )
        batch_op.create_index(op.f("ix_token_invitation_id"), ["invitation_id"])
    _kinds(_NOW)
    with op.batch_alter_table("assignment_run") as batch_op:
        batch_op.add_column(
            sa.Column("aims", sa.JSON(), nullable=False, server_default=sa.text("'{}'"))
        )
    with op.batch_alter_table("assignment_run") as batch_op:
        batch_op.alter_column("aims", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("assignment_run") as batch_op:
        batch_op.drop_column("aims")
    op.execute("DELETE FROM credit_entry WHERE kind IN ('withdrew', 'undeclared')")
    _kinds(_BEFORE)
    op.execute("DELETE FROM token WHERE invitation_id IS NOT NULL")
    with op.batch_alter_table("token") as batch_op:
        batch_op.drop_index(op.f("ix_token_invitation_id"))
        batch_op.drop_constraint(op.f("fk_token_invitation_id"), type_="foreignkey")
        batch_op.drop_column("invitation_id")
    for table in ("voter", "vote_candidate", "secret_vote"):
        op.drop_table(table)


def _kinds(known: tuple[str, ...]) -> None:
    with op.batch_alter_table("credit_entry") as batch_op:
        batch_op.drop_constraint(op.f("ck_credit_entry_kind_known"), type_="check")
        batch_op.create_check_constraint("kind_known", f"kind IN ({_quoted(known)})")


def _quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _link(name: str, target: str, *, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), sa.ForeignKey(target), nullable=False, index=index)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False, primary_key=True), *columns)
