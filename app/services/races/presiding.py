"""Who presided over the panel of the last decided stage, and signs what that panel has to find."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, ColumnExpressionArgument, exists, false, not_
from sqlalchemy.orm import aliased

from app.models import Expert, Race, Stage


def chair_of(race: Race) -> Expert | None:
    stage = race.last_decided
    return stage.group.chair if stage is not None and stage.group is not None else None


def presided(
    groups: Collection[int], race_id: ColumnExpressionArgument[int]
) -> ColumnElement[bool]:
    """`chair_of` as a condition, for whoever presides over these panels."""
    if not groups:
        return false()
    later = aliased(Stage)
    is_overtaken = exists().where(
        later.race_id == Stage.race_id, later.number > Stage.number, later.decided_at.is_not(None)
    )
    return exists().where(
        Stage.race_id == race_id,
        Stage.group_id.in_(sorted(groups)),
        Stage.decided_at.is_not(None),
        not_(is_overtaken.correlate(Stage)),
    )
