"""What happened (History), what is still to be done (Outbox, Timer), who signed, who was told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from structlog.contextvars import get_contextvars

from app.models.base import Base
from app.models.people import Person


class History(Base):
    """One move, append-only and chained: `mac` covers this row and `previous_mac`."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_case", "case_kind", "case_id", "id"),)

    case_kind: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int]
    transition: Mapped[str] = mapped_column(String(60))
    source: Mapped[str] = mapped_column(String(40))
    target: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime] = mapped_column(index=True)
    given: Mapped[dict[str, Any]]
    workflow: Mapped[str] = mapped_column(String(40))
    workflow_version: Mapped[int]
    previous_mac: Mapped[str] = mapped_column(String(64), unique=True)
    mac: Mapped[str] = mapped_column(String(64))

    actor: Mapped[Person | None] = relationship()


class PendingSignature(Base):
    """A signature given for a move that needs more; a change of state clears it."""

    __tablename__ = "pending_signature"
    __table_args__ = (
        Index("ix_pending_signature_case", "case_kind", "case_id"),
        UniqueConstraint("case_kind", "case_id", "transition", "person_id"),
    )

    case_kind: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int]
    transition: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(40))
    given: Mapped[dict[str, Any]]
    signed_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class Timer(Base):
    """A move the clock will fire; rewritten when its case moves. `refused`: why not yet."""

    __tablename__ = "timer"
    __table_args__ = (UniqueConstraint("case_kind", "case_id", "transition"),)

    case_kind: Mapped[str] = mapped_column(String(40))
    case_id: Mapped[int]
    transition: Mapped[str] = mapped_column(String(60))
    due_at: Mapped[datetime] = mapped_column(index=True)
    refused: Mapped[str] = mapped_column(Text, default="")


def _request_at_hand() -> str:
    return str(get_contextvars().get("request_id", ""))


LEFT_UNDONE = ("failed", "set_aside")
"""Statuses of work that nobody does any more by itself; whoever it was for is told so."""


class Outbox(Base):
    """Work to be done after the commit that wrote it; `key` makes each piece the only one. What an
    officer has held or cancelled is not done, nor what failed and an administrator then set aside.
    `handed_at` is when the queue first had it.
    `request_id` is that of the request (or the turn of the clock) that caused it, directly or
    through other work, as logs bear it."""

    __tablename__ = "outbox"
    __table_args__ = (
        CheckConstraint(
            "status IN ('waiting', 'queued', 'done', 'failed', 'held', 'cancelled', 'set_aside')",
            name="status_known",
        ),
    )

    key: Mapped[str] = mapped_column(String(200), unique=True)
    history_id: Mapped[int | None] = mapped_column(ForeignKey("history.id"), index=True)
    job: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(index=True)
    handed_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
    request_id: Mapped[str] = mapped_column(String(64), default=_request_at_hand, server_default="")

    history: Mapped[History | None] = relationship()


_HELD = text("goes_at IS NULL AND cancelled_at IS NULL")


class Message(Base):
    """A message to one person, shown in the site and sent by mail; `key` makes it the only one.

    It reaches its reader at `goes_at`, which is empty while an officer holds it and once cancelled;
    but no sooner than what the same reader was to be told before about the same case.
    It is read in the language of the page and mailed in that of the account, as
    `telling.messages.wording_of` has it; one from before there were two has no English beside it.
    `by_mail` is a word of `workflows.telling.WAYS`: as the reader had chosen for what it is about.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("by_mail IN ('at_once', 'daily', 'never')", name="by_mail_known"),
        Index("ix_message_going", "call_id", "goes_at", "id"),
        Index("ix_message_held", "person_id", sqlite_where=_HELD, postgresql_where=_HELD),
    )

    key: Mapped[str] = mapped_column(String(160), unique=True)
    message_kind: Mapped[str] = mapped_column(String(60))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    subject_en: Mapped[str] = mapped_column(String(600), default="", server_default="")
    body_en: Mapped[str] = mapped_column(Text, default="", server_default="")
    about_kind: Mapped[str | None] = mapped_column(String(40))
    about_id: Mapped[int | None]
    created_at: Mapped[datetime]
    goes_at: Mapped[datetime | None] = mapped_column(index=True)
    by_mail: Mapped[str] = mapped_column(String(10), default="at_once")
    cancelled_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class HistoryCheck(Base):
    """What the newest verification of the history found at that moment: that all of `rows` records
    hold from the signed checkpoint of the day `since` on (empty: from the first), or where the
    chain is broken, and the reason as zh and en."""

    __tablename__ = "history_check"

    at: Mapped[datetime]
    since: Mapped[str] = mapped_column(String(10), default="")
    rows: Mapped[int]
    broken_row: Mapped[int | None]
    reason: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Checkpoint(Base):
    """The end of the history chain on a day, kept so that nobody can rewrite what was."""

    __tablename__ = "checkpoint"

    history_id: Mapped[int] = mapped_column(ForeignKey("history.id"), unique=True)
    mac: Mapped[str] = mapped_column(String(64))
    rows: Mapped[int]
    taken_at: Mapped[datetime]
