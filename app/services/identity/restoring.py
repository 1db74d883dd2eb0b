"""Access given back to somebody who lost password, telephone and recovery codes: one official asks,
another decides, and the owner is told of both."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.models import AccessRequest, Factor, Person
from app.services.identity import account_mails, recovery_codes, sign_ins, tokens
from app.services.identity.tokens import Purpose
from app.services.problems import Problems, alone
from workflows.engine.text import Text


def ask(
    session: Session, person: Person, reason: str, by: Person, now: datetime
) -> AccessRequest | Problems:
    if by is person:
        return alone(_OWN)
    if not person.is_active:
        return alone(_CLOSED)
    request = AccessRequest(person=person, reason=reason, asked_by=by, asked_at=now)
    session.add(request)
    session.flush()
    account_mails.access_asked_for(session, request, now)
    return request


def decide(
    session: Session, request: AccessRequest, *, grant: bool, by: Person, now: datetime
) -> Problems | None:
    """Granted: no factor and no sign-in is left, and a link for a new password goes to the owner's
    own mail address. Of two who decide at once the second finds it decided."""
    session.refresh(request, with_for_update=True)
    if request.decided_at is not None:
        return alone(_DECIDED)
    if by in (request.asked_by, request.person):
        return alone(_TWO_PEOPLE)
    if grant:
        refusal = _restore(session, request, now)
        if refusal is not None:
            return refusal
    request.decided_by, request.decided_at, request.is_granted = by, now, grant
    session.flush()
    return None


def _restore(session: Session, request: AccessRequest, now: datetime) -> Problems | None:
    person = request.person
    token = tokens.issue(session, person, Purpose.RESET, now)
    if token is None:
        return alone(_JUST_SENT)
    session.execute(delete(Factor).where(Factor.person_id == person.id))
    recovery_codes.drop(session, person)
    sign_ins.end_others(session, person, None, "changed", now)
    account_mails.access_restored(session, request, token, now)
    return None


_OWN = Text(
    "不能为自己申请，请另一位系统管理员办理",
    "You cannot make this request for yourself. Ask another system administrator",
)
_CLOSED = Text("该账户已停用", "This account is closed")
_DECIDED = Text("已由他人办理", "Someone else has already dealt with this")
_TWO_PEOPLE = Text(
    "须由申请人和当事人以外的另一人核准",
    "Another person, neither the requester nor the account holder, must approve this",
)
_JUST_SENT = Text(
    "一分钟内刚向当事人发过重设链接，请稍后再核准",
    "A reset link was sent to this person less than a minute ago. Approve again in a moment",
)
