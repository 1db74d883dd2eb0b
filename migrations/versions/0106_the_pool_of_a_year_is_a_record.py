"""The pool of a year is a record of the planning office. The greatest number that calls of a year
were given becomes its pool, without a document; a year without one is entered anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None

_OPEN = sa.text("state = 'entered'")
_WAN = 10_000_00
_NOTE = "由该年度各批次指南参数中的最高数转入，未附预算批复文件；补登批复文件的，按调整办理。"
_CALL = sa.table(
    "call",
    sa.column("year", sa.Integer),
    sa.column("rules", sa.JSON),
    sa.column("state_entered_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    pool = op.create_table(
        "annual_pool",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("document_number", sa.String(length=60), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_annual_pool_amount_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annual_pool")),
    )
    for column in ("due_at", "state", "year"):
        op.create_index(op.f(f"ix_annual_pool_{column}"), "annual_pool", [column])
    op.create_index(
        "uq_annual_pool_entered",
        "annual_pool",
        ["year"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )
    _move(pool)


def _move(pool: sa.Table) -> None:
    calls = op.get_bind().execute(sa.select(_CALL).order_by(_CALL.c.state_entered_at)).all()
    for year in sorted({call.year for call in calls}):
        given = [c for c in calls if c.year == year and dict(c.rules).get("annual_pool_wan")]
        if not given:
            continue
        op.execute(
            pool.insert().values(
                year=year,
                amount=max(call.rules["annual_pool_wan"] for call in given) * _WAN,
                document_number="",
                reason=_NOTE,
                state="confirmed",
                state_entered_at=given[-1].state_entered_at,
                workflow_version=1,
                revision=1,
            )
        )


def downgrade() -> None:
    op.drop_table("annual_pool")
