"""Until when the unit may ask that what ended its project be looked at again (J19)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from sqlalchemy import ColumnElement, and_, not_, select
from sqlalchemy.orm import Session, contains_eager

from app.models import Appeal, Letter, Project, Proposal
from app.services.calendars import working_calendar
from app.services.door.serving import served_at, served_by, serves
from workflows.engine.calendar import WorkingCalendar, end_of_day, local_date

ENDED = ("failed", "terminated", "revoked")


def appeals_close(served_at: datetime, calendar: WorkingCalendar, days: int) -> datetime:
    """Aware UTC; `days` are working days after service, of which the day of service is none."""
    return end_of_day(calendar.add_working_days(local_date(served_at), days))


def may_appeal_until(session: Session, project: Project) -> datetime | None:
    """None where nothing has ended the project, and while the letter that says so is being made."""
    served = served_at(session, project) if project.state in ENDED else None
    return None if served is None else _closes(session, project, served)


def _closes(session: Session, project: Project, served: datetime) -> datetime:
    days = project.proposal.call.parameters["appeal_working_days"]
    return appeals_close(served, working_calendar(session), days)


def still_appealable(
    session: Session, now: datetime, *which: ColumnElement[bool]
) -> Iterator[tuple[Project, datetime | None]]:
    """Projects under these conditions, of them or of their proposals, for which an appeal may still
    be filed: each with the end of its term, None while the letter that begins it is being made. By
    one statement."""
    appealed = select(Appeal.id).where(Appeal.project_id == Project.id).exists()
    rows = session.execute(
        select(Project, Letter)
        .join(Project.proposal)
        .join(Proposal.call)
        .outerjoin(Letter, and_(Letter.about_id == Project.id, serves(Project.kind)))
        .where(Project.state.in_(ENDED), not_(appealed), *which)
        .options(contains_eager(Project.proposal).contains_eager(Proposal.call))
        .order_by(Project.id, Letter.id)
    ).all()
    for project, found in groupby(rows, key=itemgetter(0)):
        at = served_by(project, [letter for _, letter in found if letter is not None])
        until = None if at is None else _closes(session, project, at)
        if until is None or now < until:
            yield project, until
