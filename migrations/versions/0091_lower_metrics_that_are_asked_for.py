"""Contracts whose lower metrics wait for the office meeting. Those that wait already are found by
what the award drafted first, which is the promise."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("asks_lowering", sa.Boolean(), nullable=False, server_default=sa.false())
    with op.batch_alter_table("contract_version") as table:
        table.add_column(column)
    waiting = sorted(_waiting())
    if waiting:
        said = sa.update(_VERSION).where(_VERSION.c.id.in_(waiting))
        op.get_bind().execute(said.values(asks_lowering=True))


def downgrade() -> None:
    with op.batch_alter_table("contract_version") as table:
        table.drop_column("asks_lowering")


def _waiting() -> Iterator[int]:
    """The newest versions below the first, without the minutes of a decision; not those below what
    was posted, which no decision lowers."""
    query = (
        sa.select(
            _VERSION.c.id, _VERSION.c.project_id, _VERSION.c.terms, _VERSION.c.permitted_minutes
        )
        .join_from(_VERSION, _PROJECT, _PROJECT.c.id == _VERSION.c.project_id)
        .where(_PROJECT.c.state == "contracting")
        .order_by(_VERSION.c.project_id, _VERSION.c.version)
    )
    first: dict[int, list[dict[str, Any]]] = {}
    newest: dict[int, tuple[int, str, list[dict[str, Any]]]] = {}
    for number, project, terms, minutes in op.get_bind().execute(query):
        first.setdefault(project, terms["metrics"])
        newest[project] = number, minutes, terms["metrics"]
    posted = _posted()
    for project, (number, minutes, metrics) in newest.items():
        is_asked = not minutes and _is_below(first[project], metrics)
        if is_asked and not _is_below(posted.get(project, []), metrics):
            yield number


def _posted() -> dict[int, list[dict[str, Any]]]:
    """By project that came of a posted item: its metrics, under the numbers the bid gave them."""
    query = (
        sa.select(
            _PROJECT.c.id,
            _METRIC.c.id.label("metric_id"),
            _POSTED.c.direction,
            _POSTED.c.threshold.label("target"),
        )
        .join_from(_PROJECT, _PROPOSAL, _PROPOSAL.c.id == _PROJECT.c.proposal_id)
        .join(_POSTED, _POSTED.c.item_id == _PROPOSAL.c.item_id)
        .outerjoin(
            _METRIC,
            sa.and_(
                _METRIC.c.proposal_id == _PROPOSAL.c.id, _METRIC.c.item_metric_id == _POSTED.c.id
            ),
        )
        .where(_PROJECT.c.state == "contracting")
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for row in op.get_bind().execute(query).mappings():
        found.setdefault(row["id"], []).append(dict(row))
    return found


def _is_below(promised: list[dict[str, Any]], contracted: list[dict[str, Any]]) -> bool:
    targets = {row["metric_id"]: str(row["target"]) for row in contracted}
    return any(
        row["metric_id"] not in targets
        or not _reaches(row["direction"], str(row["target"]), targets[row["metric_id"]])
        for row in promised
    )


def _reaches(direction: str, target: str, value: str) -> bool:
    try:
        wanted, given = Decimal(target.strip()), Decimal(value.strip())
    except InvalidOperation:
        return target.strip() == value.strip()
    if wanted.is_nan() or given.is_nan():
        return target.strip() == value.strip()
    if direction == "at_least":
        return given >= wanted
    return given <= wanted if direction == "at_most" else given == wanted


_VERSION = sa.table(
    "contract_version",
    *(sa.column(name) for name in ("id", "project_id", "version", "permitted_minutes")),
    sa.column("terms", sa.JSON()),
    sa.column("asks_lowering", sa.Boolean()),
)
_PROJECT = sa.table("project", *map(sa.column, ("id", "state", "proposal_id")))
_PROPOSAL = sa.table("proposal", *map(sa.column, ("id", "item_id")))
_METRIC = sa.table("metric", *map(sa.column, ("id", "proposal_id", "item_metric_id")))
_POSTED = sa.table("item_metric", *map(sa.column, ("id", "item_id", "direction", "threshold")))
