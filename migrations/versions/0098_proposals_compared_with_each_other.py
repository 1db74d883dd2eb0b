"""Proposals are compared with each other (查重), and what they share is kept. Those in their formal
check now are compared, too; earlier ones are found once `flask similarity rebuild` has run."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "comparison",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("compared_at", _MOMENT, nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_comparison_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparison")),
    )
    op.create_index(op.f("ix_comparison_proposal_id"), "comparison", ["proposal_id"])
    op.create_table(
        "likeness",
        *(sa.Column(f"{one}_id", sa.Integer(), nullable=False) for one in _TWO),
        *(sa.Column(f"{one}_version_id", sa.Integer(), nullable=False) for one in _TWO),
        *(sa.Column(f"{one}_share", sa.Integer(), nullable=False) for one in _TWO),
        sa.Column("same_metrics", sa.Integer(), nullable=False),
        sa.Column("passages", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_likeness_two_in_order")),
        sa.CheckConstraint(
            "one_share BETWEEN 0 AND 10000 AND other_share BETWEEN 0 AND 10000",
            name=op.f("ck_likeness_shares_in_scale"),
        ),
        sa.CheckConstraint("same_metrics >= 0", name=op.f("ck_likeness_metrics_not_negative")),
        *(_key(f"{one}_id", "proposal") for one in _TWO),
        *(_key(f"{one}_version_id", "proposal_version") for one in _TWO),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_likeness_one_id_other_id")),
    )
    op.create_index(op.f("ix_likeness_other_id"), "likeness", ["other_id"])
    op.create_table(
        "similarity_mark",
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_similarity_mark_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("mark", "proposal_id", name=op.f("pk_similarity_mark")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_similarity_mark_proposal_id"), "similarity_mark", ["proposal_id"])
    op.create_table(
        "file_words",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_words")),
        sa.UniqueConstraint("sha256", name=op.f("uq_file_words_sha256")),
    )
    _ask_for_those_at_their_check()


def downgrade() -> None:
    op.execute(sa.delete(_OUTBOX).where(_OUTBOX.c.job == "compare"))
    for table in ("file_words", "similarity_mark", "likeness", "comparison"):
        op.drop_table(table)


_TWO = ("one", "other")


def _key(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_likeness_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def _ask_for_those_at_their_check() -> None:
    now, connection = datetime.now(UTC), op.get_bind()
    at_their_check = sa.select(_PROPOSAL.c.id).where(_PROPOSAL.c.state == "formal_check")
    for number in connection.scalars(at_their_check).all():
        connection.execute(sa.insert(_COMPARISON).values(proposal_id=number, asked_at=now))
        work = {"key": f"compare-0098-{number}", "payload": {"proposal_id": number}}
        connection.execute(sa.insert(_OUTBOX).values(**work, **_WAITING, not_before=now))


_PROPOSAL = sa.table("proposal", sa.column("id"), sa.column("state"))
_COMPARISON = sa.table("comparison", sa.column("proposal_id"), sa.column("asked_at", _MOMENT))
_OUTBOX = sa.table(
    "outbox",
    *map(sa.column, ("key", "job", "status", "attempts", "error")),
    sa.column("payload", sa.JSON()),
    sa.column("not_before", _MOMENT),
)
_WAITING = {"job": "compare", "status": "waiting", "attempts": 0, "error": ""}
