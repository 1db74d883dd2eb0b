"""The job that solves a large assignment; the page shows how far it has come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.models import AssignmentRun
from app.services.review import assigning
from app.worker.context import Context


def solve_assignment(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """A run that was answered stays as it is; a repeat after a lost worker begins anew."""
    number = int(payload["run_id"])

    def progress(step: int) -> None:
        with context.transaction() as session:
            session.get_one(AssignmentRun, number).step = step

    with context.database.session(writing=False) as session:
        run = session.get_one(AssignmentRun, number)
        if run.status == "done":
            return
        answered = assigning.answer(session, run, now, progress)
    with context.transaction() as session:
        assigning.keep(session.get_one(AssignmentRun, number), answered, now)
