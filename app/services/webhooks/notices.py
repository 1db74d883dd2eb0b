"""What administrators are told of webhooks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.models import Message, Person, RoleGrant, Webhook
from app.services.messages import tell_person
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.parts.messages.topics import SYSTEM
from workflows.roles import Role


def tell_of_death(session: Session, webhook: Webhook, now: datetime) -> None:
    """To every administrator, once a day however much dies."""
    for person in _administrators(session, now):
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


def _administrators(session: Session, now: datetime) -> list[Person]:
    holding = select(RoleGrant.person_id).where(
        RoleGrant.role == Role.SYS_ADMIN.value,
        or_(RoleGrant.ends_at.is_(None), RoleGrant.ends_at > now),
    )
    query = select(Person).where(Person.id.in_(holding), Person.is_active).order_by(Person.id)
    return list(session.scalars(query))


_SUBJECT = Text("推送“{name}”多次失败，已停止重试", "Webhook “{name}”: gave up on a delivery")
_BODY = Text(
    "推送“{name}”有通知多次发送失败，不再自动重试。\n\n请在“推送”中查看原因、联系伙伴单位，"
    "修复后重新发送；不再需要的，请停止推送。",
    "A delivery of the webhook “{name}” failed too often and is not tried again by itself.\n\nSee "
    "Webhooks for what was answered, tell the partner, and send it again once mended; or end the "
    "webhook if it is not needed any more.",
)
