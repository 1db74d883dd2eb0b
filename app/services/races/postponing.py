"""The dates of a race move together: the same days for every team."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.models import Case, Race
from app.services.door.timers import refresh_timers
from app.services.races.extending import drop_asks


def postpone(session: Session, race: Race, days: int, now: datetime) -> None:
    """Every stage that is not decided moves, and the finish with them. Who asked for more time
    asked of the old date."""
    drop_asks(race)
    for stage in race.stages:
        if stage.decided_at is None:
            stage.due_on += timedelta(days=days)
    if race.ends_on is not None:
        race.ends_on += timedelta(days=days)
    session.flush()
    cases: list[Case] = [*race.stages, *race.teams]
    for case in cases:
        refresh_timers(session, case, now)
