"""A change names the unit that is to join by it, so that this unit can be asked (§3.9): also those
on their way. What left the applicant's side goes on as it began; what would take in two units names
neither, which sends it back to be drafted anew."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0085"
branch_labels = None
depends_on = None

_COLUMNS = ("joining_unit_id", "asked_unit_id")


def upgrade() -> None:
    with op.batch_alter_table("change_request") as table:
        for column in _COLUMNS:
            table.add_column(sa.Column(column, sa.Integer(), nullable=True))
            table.create_foreign_key(_key(column), "organisation", [column], ["id"])
            table.create_index(_index(column), [column])
    connection = op.get_bind()
    for change, proposal, lead, proposed in connection.execute(_WAITING).all():
        partners = connection.scalars(_PRESENT, {"proposal": proposal}).all()
        new = _named(proposed) - {lead, *partners}
        if len(new) == 1:
            (unit,) = new
            row = sa.update(_CHANGE).where(_CHANGE.c.id == change)
            connection.execute(row.values(joining_unit_id=unit))


def downgrade() -> None:
    with op.batch_alter_table("change_request") as table:
        for column in reversed(_COLUMNS):
            table.drop_index(_index(column))
            table.drop_constraint(_key(column), type_="foreignkey")
            table.drop_column(column)


def _key(column: str) -> str:
    return op.f(f"fk_change_request_{column}_organisation")


def _index(column: str) -> str:
    return op.f(f"ix_change_request_{column}")


def _named(proposed: dict[str, Any]) -> set[int]:
    """Who joins by its name, or by more public money than it has."""
    joins = proposed.get("units", {}).get("joins")
    named = set() if joins is None else {joins}
    return named | {row["unit"] for row in proposed.get("shares", ()) if _gains(row)}


def _gains(row: dict[str, int]) -> bool:
    joins = not (row["was_fiscal"] or row["was_own"]) and bool(row["fiscal"] or row["own"])
    return joins or row["fiscal"] > row["was_fiscal"]


_CHANGE = sa.table(
    "change_request",
    *(sa.column(name) for name in ("id", "project_id", "state", "joining_unit_id")),
    sa.column("proposed", sa.JSON()),
)
_PROJECT = sa.table("project", sa.column("id"), sa.column("proposal_id"))
_PROPOSAL = sa.table("proposal", sa.column("id"), sa.column("lead_unit_id"))
_PARTNER = sa.table("proposal_unit", sa.column("proposal_id"), sa.column("organisation_id"))
_PRESENT = sa.select(_PARTNER.c.organisation_id).where(
    _PARTNER.c.proposal_id == sa.bindparam("proposal")
)
_ON_THE_WAY = (
    *("drafted", "unit_review", "recommender_review"),
    *("office_review", "escalated", "deciding"),
)
_WAITING = (
    sa.select(_CHANGE.c.id, _PROPOSAL.c.id, _PROPOSAL.c.lead_unit_id, _CHANGE.c.proposed)
    .join_from(_CHANGE, _PROJECT, _PROJECT.c.id == _CHANGE.c.project_id)
    .join(_PROPOSAL, _PROPOSAL.c.id == _PROJECT.c.proposal_id)
    .where(_CHANGE.c.state.in_(_ON_THE_WAY))
)
