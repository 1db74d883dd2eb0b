"""What moves of an invitation do to the panel."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models import Invitation
from app.services import inviting
from app.services.moves import Move


def vacate_seat(session: Session, invitation: Invitation, move: Move) -> None:
    inviting.vacate(session, invitation, move.history.transition, move)


ACTS: dict[str, Any] = {"vacate_seat": vacate_seat}
