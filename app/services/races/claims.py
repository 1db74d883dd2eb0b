"""Claims of the finish ahead of time, and the grace in which the other teams may follow (R22)."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.models import Race
from workflows.engine.calendar import end_of_day, local_date
from workflows.parameters import DEFAULTS


def claim_until(race: Race) -> datetime | None:
    """The end of the grace, which runs from the first claim that stands; None without one."""
    stands = [t.claimed_at for t in race.teams if t.claimed_at and t.state in ("racing", "held")]
    if race.state != "running" or not stands:
        return None
    days = (DEFAULTS | race.call.rules)["race_claim_days"]
    return end_of_day(local_date(min(stands) + timedelta(days=days)))
