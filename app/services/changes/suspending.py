"""A suspension ordered at once, and until when the executive meeting may ratify it (J10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Suspension
from app.services.facts.urgent import lacks_minutes


def ratify_until(session: Session, case: Suspension) -> datetime | None:
    """Unless it is ratified by then it ends by itself; None where nothing is to be ratified."""
    return case.due_at if lacks_minutes(session, case, "order") else None
