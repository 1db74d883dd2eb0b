"""Claims of the finish ahead of time, and the grace in which the other teams may follow (R22)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Race
from app.services.calendars import working_calendar
from workflows.engine.calendar import local_date


def claim_until(session: Session, race: Race) -> datetime | None:
    """The end of the grace, which runs from the first claim that stands; None without one."""
    stands = [t.claimed_at for t in race.teams if t.claimed_at and t.state in ("racing", "held")]
    if race.state != "running" or not stands:
        return None
    days = race.call.parameters["race_claim_days"]
    return working_calendar(session).end_of_term(local_date(min(stands)), days)
