"""The line of each webhook: a move is written into it in the commit that makes the move, and the
outbox is given one at a time, so that a partner is told in the order in which things happened and
one that is away holds up nobody else's work."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.models import History, Outbox, Webhook, WebhookDelivery
from app.services.portions import AT_ONCE
from app.services.upkeep import queue
from app.services.webhooks.kinds import SCOPE_OF

JOB = "webhook"
KEPT_FOR = timedelta(days=90)
"""After it was delivered, or died."""


def announce(session: Session, move: History, now: datetime) -> None:
    """Into the line of every webhook that covers such a case. Whether its owner may see this one is
    asked when it is sent, not under the door's lock."""
    scope = SCOPE_OF.get(move.case_kind)
    if scope is None or move.source == move.target:
        return
    for number, scopes in session.execute(_LIVE).all():
        if scope in scopes:
            event = f"evt_{token_hex(16)}"
            session.add(WebhookDelivery(webhook_id=number, history_id=move.id, event=event))
            hand_over_next(session, number, now)


_LIVE = select(Webhook.id, Webhook.scopes).where(Webhook.ended_at.is_(None)).order_by(Webhook.id)


def hand_over_next(session: Session, webhook_id: int, now: datetime) -> None:
    """The first in line goes to the outbox, unless it has gone there. Whoever joins the line and
    whoever leaves it take turns by the lock, so that none is forgotten between them. A system that
    kept us waiting rests first."""
    webhook = session.get_one(Webhook, webhook_id, with_for_update=True)
    session.flush()
    first = session.scalars(
        select(WebhookDelivery)
        .where(WebhookDelivery.webhook_id == webhook_id, WebhookDelivery.status == "waiting")
        .order_by(WebhookDelivery.history_id)
        .limit(1)
    ).first()
    if first is None or first.outbox_id is not None:
        return
    work = Outbox(
        key=f"webhook-{first.event}",
        history_id=first.history_id,
        job=JOB,
        payload={"delivery_id": first.id},
        not_before=max(now, webhook.rests_until or now),
    )
    session.add(work)
    session.flush()
    first.outbox_id = work.id


def settle(session: Session, delivery: WebhookDelivery, status: str, now: datetime) -> None:
    """`delivered` or `dead`; the next one's turn has come."""
    delivery.status, delivery.settled_at = status, now
    hand_over_next(session, delivery.webhook_id, now)


def leave_out(session: Session, webhook_id: int, numbers: Collection[int], now: datetime) -> None:
    """What the owner may not see is as if it had never been in line."""
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.id.in_(numbers)))
    hand_over_next(session, webhook_id, now)


def clear(session: Session, webhook: Webhook) -> None:
    """Nothing waits any more; what was delivered or died stays on record."""
    session.execute(
        delete(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.status == "waiting"
        )
    )


def clear_settled(session: Session, now: datetime) -> int:
    """What was settled long ago goes, some at a time; returns how many went. The moves they told of
    stand in the history."""
    over = (
        select(WebhookDelivery.id)
        .where(WebhookDelivery.settled_at <= now - KEPT_FOR)
        .order_by(WebhookDelivery.settled_at)
        .limit(AT_ONCE)
    )
    numbers = session.scalars(over).all()
    if numbers:
        session.execute(delete(WebhookDelivery).where(WebhookDelivery.id.in_(numbers)))
    return len(numbers)


def send_again(session: Session, delivery: WebhookDelivery, now: datetime) -> bool:
    """Whether it is sent once more, under its old event id; not while it is on its way, nor to a
    webhook that has ended."""
    if delivery.status == "waiting" or delivery.outbox_id is None:
        return False
    if delivery.webhook.ended_at is not None:
        return False
    queue.begin_anew(session.get_one(Outbox, delivery.outbox_id, with_for_update=True), now)
    delivery.status, delivery.settled_at = "waiting", None
    return True
