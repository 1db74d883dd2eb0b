"""Until when the unit may ask that what ended its project be looked at again (J19)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Project
from app.services.calendars import working_calendar
from app.services.door.serving import served_at
from workflows.engine.calendar import WorkingCalendar, end_of_day, local_date
from workflows.parameters import DEFAULTS

ENDED = ("failed", "terminated", "revoked")


def appeals_close(served_at: datetime, calendar: WorkingCalendar, days: int) -> datetime:
    """Aware UTC; `days` are working days after service, of which the day of service is none."""
    return end_of_day(calendar.add_working_days(local_date(served_at), days))


def may_appeal_until(session: Session, project: Project) -> datetime | None:
    """None where nothing has ended the project, and while the letter that says so is being made."""
    served = served_at(session, project) if project.state in ENDED else None
    if served is None:
        return None
    days = (DEFAULTS | project.proposal.call.rules)["appeal_working_days"]
    return appeals_close(served, working_calendar(session), days)
