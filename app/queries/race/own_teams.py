"""The teams of a race whose own page a reader may open."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Race, Team
from app.queries.sight.seeing import Sight


def teams_seen(session: Session, race: Race, sight: Sight) -> frozenset[int]:
    """By their ids; of the office every team."""
    own = sight.joined("team", select(Team.id)).where(Team.race_id == race.id, sight.inside("team"))
    return frozenset(session.scalars(own))
