"""How many proposals of a call an authority has recommended, whatever became of them (P3)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.models import Organisation, Proposal

_NOT_RECOMMENDED = (
    *("draft", "unit_review", "recommend_review", "not_recommended"),
    *("expired", "withdrawn"),
)
"""Whoever withdraws leaves the place to another."""


def recommended(
    session: Session, authorities: Collection[int | None] | Select[Any], calls: Collection[int]
) -> dict[int, int]:
    """By the id of the call, where there are any; `authorities` are ids, or a query for them."""
    rows = session.execute(
        select(Proposal.call_id, func.count(Proposal.id))
        .join(Organisation, Organisation.id == Proposal.lead_unit_id)
        .where(Organisation.recommender_id.in_(authorities), Proposal.call_id.in_(calls))
        .where(Proposal.state.not_in(_NOT_RECOMMENDED))
        .group_by(Proposal.call_id)
    )
    return {row[0]: row[1] for row in rows}
