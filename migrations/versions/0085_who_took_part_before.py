"""Who took part in a project before a change: a unit that left, a lead unit or leader that gave
way. Units that left by a change granted earlier are found there; who led before is on no record."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

from app.models.base import Moment

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_party",
        sa.Column("id", sa.Integer(), nullable=False, primary_key=True),
        sa.Column(
            "proposal_id", sa.Integer(), sa.ForeignKey("proposal.id"), nullable=False, index=True
        ),
        sa.Column("organisation_id", sa.Integer(), sa.ForeignKey("organisation.id")),
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id")),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "(organisation_id IS NULL) <> (person_id IS NULL)", name="unit_or_person"
        ),
    )
    left = [
        {"proposal_id": proposal, "organisation_id": proposed["units"]["leaves"], "until": until}
        for proposal, proposed, until in _granted()
        if "leaves" in proposed.get("units", {})
    ]
    if left:
        op.bulk_insert(_FORMER, left)


def downgrade() -> None:
    op.drop_table("former_party")


def _granted() -> list[tuple[int, dict[str, dict[str, int]], date]]:
    """The proposal, what was proposed, and the day it was granted in Shanghai."""
    query = (
        sa.select(_PROJECT.c.proposal_id, _CHANGE.c.proposed, _CHANGE.c.state_entered_at)
        .join_from(_CHANGE, _PROJECT, _PROJECT.c.id == _CHANGE.c.project_id)
        .where(_CHANGE.c.state == "granted", _CHANGE.c.change_kind == "participating_unit")
    )
    rows = op.get_bind().execute(query).all()
    return [(number, found, (at + timedelta(hours=8)).date()) for number, found, at in rows]


_PROJECT = sa.table("project", sa.column("id"), sa.column("proposal_id"))
_CHANGE = sa.table(
    "change_request",
    *(sa.column(name) for name in ("project_id", "state", "change_kind")),
    sa.column("proposed", sa.JSON()),
    sa.column("state_entered_at", Moment()),
)
_FORMER = sa.table(
    "former_party",
    *(sa.column(name) for name in ("proposal_id", "organisation_id")),
    sa.column("until", sa.Date()),
)
