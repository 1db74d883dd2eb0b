"""What administrators are told of webhooks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.holders import administrators
from app.models import Message, Webhook
from app.services.telling.messages import tell_person
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parts.messages.topics import SYSTEM


def tell_of_death(session: Session, webhook: Webhook, now: datetime) -> None:
    """To every administrator, once a day however much dies."""
    for person in administrators(session, now):
        key = f"webhook-dead-{webhook.id}-{local_date(now)}-{person.id}"
        if session.scalar(select(Message.id).where(Message.key == key)) is not None:
            continue
        tell_person(
            session,
            person,
            kind=SYSTEM,
            key=key,
            subject=_SUBJECT.format(name=webhook.name).within(person.locale),
            body=_BODY.format(name=webhook.name).within(person.locale),
            about=None,
            now=now,
        )


_SUBJECT = Text("推送“{name}”多次失败，已停止重试", "Webhook “{name}”: gave up on a delivery")
_BODY = Text(
    "推送“{name}”有通知多次发送失败，不再自动重试。\n\n请在“推送”中查看原因、联系伙伴单位，"
    "修复后重新发送；不再需要的，请停止推送。",
    "A delivery of the webhook “{name}” failed too often and is not tried again by itself.\n\nSee "
    "Webhooks for what was answered, tell the partner, and send it again once mended; or end the "
    "webhook if it is not needed any more.",
)
