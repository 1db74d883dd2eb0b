"""The arrangement of a year is an order like any other. The newest entry of each year is carried
over: confirmed when it was entered, by nobody else; the day it was entered stands for that of its
document, which was not recorded. `announced_year` is written by code from before only."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
_YEARS = sa.table(
    "announced_year",
    sa.column("id", sa.Integer),
    sa.column("year", sa.Integer),
    sa.column("source", sa.String),
    sa.column("days_off", sa.JSON),
    sa.column("working_weekends", sa.JSON),
    sa.column("entered_by_id", sa.Integer),
    sa.column("entered_at", _MOMENT),
)
_ORDERS = sa.table(
    "ordered_days",
    sa.column("year", sa.Integer),
    sa.column("issuer", sa.String),
    sa.column("document_number", sa.String),
    sa.column("document_date", sa.Date),
    sa.column("days_off", sa.JSON),
    sa.column("working_days", sa.JSON),
    sa.column("entered_by_id", sa.Integer),
    sa.column("entered_at", _MOMENT),
    sa.column("is_confirmed", sa.Boolean),
    sa.column("decided_by_id", sa.Integer),
    sa.column("decided_at", _MOMENT),
    sa.column("reason", sa.Text),
)
_NUMBER_MOST = 100
_SHANGHAI = timezone(timedelta(hours=8))


def upgrade() -> None:
    op.add_column("ordered_days", sa.Column("year", sa.Integer(), nullable=True))
    newest = sa.select(sa.func.max(_YEARS.c.id)).group_by(_YEARS.c.year)
    found = op.get_bind().execute(sa.select(_YEARS).where(_YEARS.c.id.in_(newest)))
    carried = [
        {
            "year": row.year,
            "issuer": "",
            "document_number": row.source[:_NUMBER_MOST],
            "document_date": _day_in_fujian(row.entered_at),
            "days_off": row.days_off,
            "working_days": row.working_weekends,
            "entered_by_id": row.entered_by_id,
            "entered_at": row.entered_at,
            "is_confirmed": True,
            "decided_at": row.entered_at,
            "reason": "",
        }
        for row in found
    ]
    if carried:
        op.bulk_insert(_ORDERS, carried)


def _day_in_fujian(at: datetime) -> date:
    """SQLite keeps moments in UTC and does not say so."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_SHANGHAI).date()


def downgrade() -> None:
    alone = _ORDERS.c.is_confirmed & _ORDERS.c.decided_by_id.is_(None)
    op.execute(sa.delete(_ORDERS).where(alone))
    with op.batch_alter_table("ordered_days") as table:
        table.drop_column("year")
