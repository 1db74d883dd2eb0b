"""A change names the unit that is to join by it, so that this unit can be asked (§3.9): also those
that have not left the applicant's side yet. What waits further up goes on as it began."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0085"
branch_labels = None
depends_on = None

_UNIT = "fk_change_request_joining_unit_id_organisation"


def upgrade() -> None:
    with op.batch_alter_table("change_request") as table:
        table.add_column(sa.Column("joining_unit_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(_UNIT), "organisation", ["joining_unit_id"], ["id"])
        table.create_index(op.f("ix_change_request_joining_unit_id"), ["joining_unit_id"])
    connection = op.get_bind()
    for change, proposal, proposed in connection.execute(_WAITING).all():
        present = connection.scalars(_PRESENT, {"proposal": proposal}).all()
        for unit in _new(proposed, set(present)):
            row = sa.update(_CHANGE).where(_CHANGE.c.id == change)
            connection.execute(row.values(joining_unit_id=unit))


def downgrade() -> None:
    with op.batch_alter_table("change_request") as table:
        table.drop_index(op.f("ix_change_request_joining_unit_id"))
        table.drop_constraint(op.f(_UNIT), type_="foreignkey")
        table.drop_column("joining_unit_id")


def _new(proposed: dict[str, Any], present: set[int]) -> list[int]:
    named = [proposed.get("units", {}).get("joins")]
    named += [r["unit"] for r in proposed.get("shares", ()) if r["fiscal"] or r["own"]]
    return [unit for unit in named if unit is not None and unit not in present]


_CHANGE = sa.table(
    "change_request",
    *(sa.column(name) for name in ("id", "project_id", "state", "joining_unit_id")),
    sa.column("proposed", sa.JSON()),
)
_PROJECT = sa.table("project", sa.column("id"), sa.column("proposal_id"))
_PARTNER = sa.table("proposal_unit", sa.column("proposal_id"), sa.column("organisation_id"))
_PRESENT = sa.select(_PARTNER.c.organisation_id).where(
    _PARTNER.c.proposal_id == sa.bindparam("proposal")
)
_WAITING = (
    sa.select(_CHANGE.c.id, _PROJECT.c.proposal_id, _CHANGE.c.proposed)
    .join_from(_CHANGE, _PROJECT, _PROJECT.c.id == _CHANGE.c.project_id)
    .where(_CHANGE.c.state.in_(("drafted", "unit_review")))
)
