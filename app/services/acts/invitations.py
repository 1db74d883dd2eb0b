"""What moves of an invitation do to the panel."""

from __future__ import annotations

from sqlalchemy.orm import Session

from app.models import Invitation
from app.services.door.wiring import act
from app.services.experts import credit, inviting
from app.services.moves import Move
from workflows.engine.text import Text


@act
def vacate_seat(session: Session, invitation: Invitation, move: Move) -> None:
    if (move.history.transition, move.history.source) == ("decline", "accepted"):
        call, reason = invitation.group.call, move.given["reason"]
        why = Text(
            f"接受《{call.title}》评审邀请后退出：{reason}",
            f"Withdrew after accepting an invitation to review for “{call.title}”: {reason}",
        )
        credit.record(session, invitation.expert, "withdrew", why.zh, None, move.now, call)
    inviting.vacate(session, invitation, move.history.transition, move)
