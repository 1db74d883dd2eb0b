"""Messages of a call that have not gone yet: held, edited, cancelled and released by its officer.

Each step gives a reason and stands in the history of the call. What has been handed to the queue
has gone: nothing calls it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Call, Message, Outbox, Person
from app.services import history
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role

HOLD, EDIT, CANCEL, RELEASE = "hold", "edit", "cancel", "release"
STEPS = {
    HOLD: "message_held",
    EDIT: "message_edited",
    CANCEL: "message_cancelled",
    RELEASE: "message_released",
}
"""What an officer does, and the name under which it stands in the history."""


@dataclass(frozen=True, slots=True)
class Words:
    subject: str
    body: str


def step(
    session: Session,
    message: Message,
    what: str,
    by: Person,
    reason: str,
    now: datetime,
    words: Words | None = None,
) -> Problems | None:
    """`what` is a key of `STEPS`; `words` are those of an edit. Nothing is written when refused."""
    history.take_turn(session)
    session.refresh(message)
    mail = _mail_of(session, message)
    if refused := _refused(message, mail, what, now):
        return refused
    given = {"reason": reason, "subject": message.subject, "to": message.person.name}
    if what == EDIT:
        assert words is not None, "an edit brings its words"
        given |= {"body": message.body, "new_subject": words.subject, "new_body": words.body}
        message.subject, message.body = words.subject, words.body
    else:
        message.goes_at = now if what == RELEASE else None
        message.cancelled_at = now if what == CANCEL else None
        if mail is not None:
            mail.status = {HOLD: "held", CANCEL: "cancelled", RELEASE: "waiting"}[what]
            mail.not_before = now if what == RELEASE else mail.not_before
    _note(session, message, what, by, given, now)
    return None


def _mail_of(session: Session, message: Message) -> Outbox | None:
    """None when its reader wants no mail of it, or one a day."""
    query = select(Outbox).where(Outbox.key == f"mail-{message.key}").with_for_update()
    return session.scalars(query).first()


def _refused(message: Message, mail: Outbox | None, what: str, now: datetime) -> Problems | None:
    if message.cancelled_at is not None:
        return alone(_CANCELLED)
    handed_over = mail is not None and mail.status not in ("waiting", "held")
    if handed_over or (message.goes_at is not None and message.goes_at <= now):
        return alone(_GONE)
    if what == HOLD and message.goes_at is None:
        return alone(_HELD)
    return None


def _note(
    session: Session, message: Message, what: str, by: Person, given: dict[str, str], now: datetime
) -> None:
    call = session.get_one(Call, message.call_id)
    role = Role.PROGRAMME_OFFICER
    history.note(session, call, STEPS[what], actor_id=by.id, role=role, now=now, given=given)


_GONE = Text(
    "这条消息已经发出，不能再更改；需要更正的，请另行通知收件人。",
    "This message has gone and cannot be changed; tell its reader of any correction.",
)
_CANCELLED = Text("这条消息已经取消。", "This message was cancelled.")
_HELD = Text("这条消息已经暂缓。", "This message is held already.")
