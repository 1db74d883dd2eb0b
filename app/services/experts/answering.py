"""Answering an invitation by the link in its mail, without signing in (§3.1)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Invitation, Token
from app.services.cases import state_of
from app.services.identity import tokens
from app.services.identity.tokens import Purpose
from app.services.moves import Moved, Signed, take
from workflows.engine.calendar import moment_words
from workflows.engine.decide import Refusals
from workflows.engine.text import Text

ANSWERS = ("accept", "decline")
UNKNOWN = Text(
    "这个链接无效。请核对是否复制完整；也可以登录后在“专家资料”中答复。",
    "This link is not valid. Check that you copied all of it, or sign in and answer "
    "from “My expert profile”.",
)


def invitation_of(session: Session, secret: str, now: datetime) -> Invitation | Text | None:
    """The invitation that this link still answers, or why it no longer does; None: no such link."""
    token = tokens.find(session, secret, Purpose.INVITATION)
    if token is None or token.invitation_id is None:
        return None
    invitation = session.get_one(Invitation, token.invitation_id)
    if invitation.state != "sent" or token.used_at is not None:
        state = state_of(invitation).label
        return _OVER.format(
            state=state, at=moment_words(token.used_at or invitation.state_entered_at)
        )
    if token.expires_at <= now:
        return _TOO_LATE.format(at=moment_words(token.expires_at))
    return invitation


def answer(
    session: Session, secret: str, choice: str, reason: str, now: datetime
) -> Moved | Signed | Refusals:
    """In the name of the invited expert. The link is used up by an answer, not by a refusal.

    Raises ValueError: `choice` is none of ANSWERS. Raises LookupError: the link answers nothing.
    """
    if choice not in ANSWERS:
        raise ValueError(f"an invitation is not answered by {choice!r}")
    invitation = invitation_of(session, secret, now)
    if not isinstance(invitation, Invitation):
        raise LookupError("the link is unknown, used or expired")
    given = {"reason": reason.strip()} if choice == "decline" and reason.strip() else {}
    done = take(session, invitation, choice, invitation.expert.person, now=now, given=given)
    if isinstance(done, Moved):
        token = tokens.find(session, secret, Purpose.INVITATION)
        assert isinstance(token, Token), "it was there a moment ago"
        token.used_at = now
        session.flush()
    return done


_OVER = Text(
    "这份邀请不再需要由本链接答复。现在的状态：{state}（{at}）。如需变更，请登录后办理。",
    "This invitation no longer needs an answer through this link. Current state: "
    "{state} ({at}). To change anything, please sign in.",
)
_TOO_LATE = Text(
    "答复期限已过（{at}），席位由候补专家替补。",
    "The deadline for answering has passed ({at}). A substitute has taken the seat.",
)
