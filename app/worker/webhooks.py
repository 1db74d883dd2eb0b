"""Tells a partner's system that a case moved, as Standard Webhooks has it: signed, with an id by
which a repeat is known, and no more of the case than its kind and number."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from sqlalchemy.orm import Session
from structlog.contextvars import bind_contextvars

from app.models import Outbox, Webhook, WebhookDelivery
from app.outward import NoAnswerInTime, Unreachable, post
from app.queries.administering.webhooks import unseen_in_line
from app.services.webhooks import line, notices, registering
from app.services.webhooks.kinds import SCOPE_OF, type_of
from app.services.webhooks.resting import rest
from app.services.webhooks.secrets import signatures, valid
from app.worker.context import Context
from app.worker.errors import FinalError, RetryableError

_GONE = 410
"""By this answer a partner's system says that it wants no more."""


def deliver(context: Context, payload: dict[str, Any], now: datetime) -> None:
    """A crash between sending and marking repeats it under the same id.

    Raises RetryableError: the partner's system did not take it. FinalError: it will take no more.
    """
    number = int(payload["delivery_id"])
    with context.database.session(writing=False) as session:
        delivery = session.get(WebhookDelivery, number)
        if delivery is None or delivery.status == "delivered":
            return
        webhook = delivery.webhook
        if webhook.ended_at is not None:
            return
        bind_contextvars(webhook=webhook.id, event=delivery.event)
        unseen = unseen_in_line(session, delivery, now)
        body = body_of(delivery, context.settings.base_url)
    if unseen:
        with context.transaction() as session:
            line.leave_out(session, webhook.id, unseen, now)
    if number in unseen:
        return
    status = _answer(context, webhook, delivery.event, body, now)
    if status == _GONE:
        _end(context, number, now)
    if not 200 <= status < 300:
        raise RetryableError(f"HTTP {status}")
    with context.transaction() as session:
        if (told := session.get(WebhookDelivery, number)) is not None:
            line.settle(session, told, "delivered", now)


def given_up(session: Session, work: Outbox, now: datetime) -> None:
    delivery = session.get(WebhookDelivery, int(work.payload["delivery_id"]))
    if delivery is None:
        return
    line.settle(session, delivery, "dead", now)
    notices.tell_of_death(session, delivery.webhook, now)


def body_of(delivery: WebhookDelivery, base_url: str) -> bytes:
    kind, number = delivery.history.case_kind, delivery.history.case_id
    told = {
        "id": delivery.event,
        "type": type_of(kind),
        "timestamp": delivery.history.at.isoformat(),
        "data": {
            "kind": kind,
            "id": number,
            "href": f"{base_url}/api/v1/{SCOPE_OF[kind]}/{number}",
        },
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _answer(context: Context, webhook: Webhook, event: str, body: bytes, now: datetime) -> int:
    """The status with which the partner's system answers."""
    settings, timestamp = context.settings, int(context.clock.wall().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Chongxian-Webhooks/1",
        "webhook-id": event,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures(valid(webhook, settings, now), event, timestamp, body),
    }
    began, has_hung = monotonic(), False
    try:
        return post(webhook.url, body, headers, settings.webhook_networks)
    except Unreachable as error:
        has_hung = isinstance(error, NoAnswerInTime)
        raise RetryableError(str(error)) from error
    finally:
        took = timedelta(seconds=monotonic() - began)
        with context.transaction() as session:
            rest(session, webhook.id, took, now, has_hung=has_hung)


def _end(context: Context, number: int, now: datetime) -> None:
    """Raises FinalError, always."""
    with context.transaction() as session:
        delivery = session.get_one(WebhookDelivery, number)
        delivery.status = "dead"
        session.flush()
        registering.end(session, delivery.webhook, None, now)
    raise FinalError(f"HTTP {_GONE}")
