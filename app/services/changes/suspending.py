"""A suspension ordered at once, and until when the executive meeting may ratify it (J10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Suspension
from app.services.history import rows_of


def ratify_until(session: Session, case: Suspension) -> datetime | None:
    """Unless it is ratified by then it ends by itself; None where nothing is to be ratified."""
    moves = [row.transition for row in rows_of(session, case)]
    return case.due_at if moves[-1] == "order_at_once" else None
