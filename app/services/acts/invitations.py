"""What moves of an invitation do to the panel."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.models import Invitation
from app.services import credit, inviting
from app.services.moves import Move


def vacate_seat(session: Session, invitation: Invitation, move: Move) -> None:
    if (move.history.transition, move.history.source) == ("decline", "accepted"):
        title = invitation.group.call.title
        why = f"接受《{title}》评审邀请后退出：{move.given['reason']}"
        credit.record(session, invitation.expert, "withdrew", why, None, move.now)
    inviting.vacate(session, invitation, move.history.transition, move)


ACTS: dict[str, Any] = {"vacate_seat": vacate_seat}
