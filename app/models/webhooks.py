"""Addresses of partners' systems to which moves of cases are told, and each thing told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.people import Person
from app.models.trust import History, Outbox


class Webhook(Base):
    """Told of what `person` may see, as far as `scopes` go (keys of
    `app.services.webhooks.kinds.KIND_OF`). The secrets are encrypted with the server's key; the
    former one signs too until `former_until`. `hung`: how many times running its system gave no
    answer in time; until `rests_until` no further message is begun, and one that failed is tried
    again after its own pauses."""

    __tablename__ = "webhook"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    url: Mapped[str] = mapped_column(String(500))
    scopes: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(Text)
    former_secret: Mapped[str] = mapped_column(Text, default="")
    former_until: Mapped[datetime | None]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    hung: Mapped[int] = mapped_column(default=0, server_default="0")
    rests_until: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=person_id)


class WebhookDelivery(Base):
    """One move told to one webhook, the earliest waiting one first. `event` is the webhook-id by
    which the partner knows a repeat. `outbox` is empty until its turn comes."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "history_id"),
        Index("ix_webhook_delivery_line", "webhook_id", "status", "history_id"),
        CheckConstraint("status IN ('waiting', 'delivered', 'dead')", name="status_known"),
    )

    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    history_id: Mapped[int] = mapped_column(ForeignKey("history.id"), index=True)
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), unique=True)
    event: Mapped[str] = mapped_column(String(40), unique=True)
    status: Mapped[str] = mapped_column(String(10), default="waiting")
    settled_at: Mapped[datetime | None] = mapped_column(index=True)

    webhook: Mapped[Webhook] = relationship()
    history: Mapped[History] = relationship()
    outbox: Mapped[Outbox | None] = relationship()
