"""What administrators are told of webhooks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from app.models import Webhook
from app.services.telling.operators import tell_operators
from workflows.parts.messages.wording import say


def tell_of_death(session: Session, webhook: Webhook, now: datetime) -> None:
    """To every administrator, once a day however much dies."""
    tell_operators(session, _DEAD.format(name=webhook.name), f"webhook-dead-{webhook.id}", now)


_DEAD = say(
    "推送“{name}”多次失败，已停止重试",
    "Webhook “{name}” failed repeatedly; no more retries",
    "推送“{name}”有通知多次发送失败，不再自动重试。\n\n请在“推送”中查看原因、联系伙伴单位，"
    "修复后重新发送；不再需要的，请停止推送。",
    "A delivery of the webhook “{name}” failed too often and is not tried again by itself.\n\nSee "
    "Webhooks for what was answered, tell the partner, and send it again once mended; or end the "
    "webhook if it is not needed any more.",
)
