"""What deciding on a finding of diligence records."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from app.models import Tolerance
from app.services.door.wiring import act
from app.services.moves import Move


@act
def record_tolerance(_session: Session, case: Tolerance, move: Move) -> None:
    case.finding = move.given["finding"]
    case.minutes_number = move.given["minutes_number"]
    case.decided_on = date.fromisoformat(move.given["minutes_date"])
