"""Webhooks and what was told to them; what of it their owners may see."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.models import History, Person, Webhook, WebhookDelivery
from app.queries.administering.administration import tells_no_secret
from app.queries.interface import seen_ids
from app.queries.sight.seeing import Sight

_LOOKED_AT = 200
"""Of a line at once: somebody may see three of ten thousand cases, and waits for those."""


def webhooks() -> Select[Webhook]:
    """The live ones first."""
    return (
        select(Webhook)
        .options(joinedload(Webhook.person))
        .order_by(Webhook.ended_at.is_not(None), Webhook.id.desc())
    )


def live_webhooks_of(session: Session, person: Person) -> list[Webhook]:
    query = webhooks().where(Webhook.person_id == person.id, Webhook.ended_at.is_(None))
    return list(session.scalars(query))


def deliveries(webhook: Webhook) -> Select[WebhookDelivery]:
    """The newest first, without what would tell of a bid that has not been opened."""
    return (
        select(WebhookDelivery)
        .join(History, History.id == WebhookDelivery.history_id)
        .where(WebhookDelivery.webhook_id == webhook.id, tells_no_secret())
        .options(joinedload(WebhookDelivery.history), joinedload(WebhookDelivery.outbox))
        .order_by(WebhookDelivery.id.desc())
    )


def one_delivery(session: Session, number: int) -> WebhookDelivery | None:
    query = (
        select(WebhookDelivery)
        .join(History, History.id == WebhookDelivery.history_id)
        .where(WebhookDelivery.id == number, tells_no_secret())
    )
    return session.scalars(query).first()


def standing(session: Session, numbers: list[int]) -> dict[int, dict[str, int]]:
    """Of each webhook, how many deliveries have which status."""
    found: dict[int, dict[str, int]] = defaultdict(dict)
    query = (
        select(WebhookDelivery.webhook_id, WebhookDelivery.status, func.count())
        .join(History, History.id == WebhookDelivery.history_id)
        .where(WebhookDelivery.webhook_id.in_(numbers), tells_no_secret())
        .group_by(WebhookDelivery.webhook_id, WebhookDelivery.status)
    )
    for number, status, count in session.execute(query):
        found[number][status] = count
    return found


def unseen_in_line(session: Session, delivery: WebhookDelivery, now: datetime) -> list[int]:
    """Of this delivery and the first in its line, those about a case that does not exist for the
    owner now."""
    webhook = delivery.webhook
    in_line = session.execute(
        select(WebhookDelivery.id, History.case_kind, History.case_id)
        .join(History, History.id == WebhookDelivery.history_id)
        .where(WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.status == "waiting")
        .order_by(WebhookDelivery.history_id)
        .limit(_LOOKED_AT)
    ).all()
    told = {number: (kind, case) for number, kind, case in in_line}
    told[delivery.id] = delivery.history.case_kind, delivery.history.case_id
    if not webhook.person.is_active:
        return list(told)
    cases: dict[str, set[int]] = defaultdict(set)
    for kind, case in told.values():
        cases[kind].add(case)
    sight = Sight(session, webhook.person, now)
    seen = {kind: seen_ids(session, kind, sight, ids) for kind, ids in cases.items()}
    return [number for number, (kind, case) in told.items() if case not in seen[kind]]
