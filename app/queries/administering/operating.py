"""How the work stands that follows requests: what an operator is woken for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, not_, or_, select
from sqlalchemy.orm import Session

from app.models import Call, HistoryCheck, Letter, Outbox, Timer
from app.queries.administering.administration import queue_counts
from app.queries.attention.inbox import is_kept_back
from app.services.webhooks.line import JOB as WEBHOOK

LATE_AFTER = timedelta(minutes=1)
"""The clock gives whoever arrived before a deadline this long to be served (app.worker.clock)."""
CLOSING_WITHIN = timedelta(hours=24)
_UNFINISHED = ("waiting", "queued", "failed")


@dataclass(frozen=True, slots=True)
class Verified:
    """What the newest hourly verification of the history found, and how long ago."""

    holds: bool
    seconds_ago: float


@dataclass(frozen=True, slots=True)
class Standing:
    """`outbox` counts rows by status; `timers_refused` are due moves that a rule holds back;
    `history` is None until it has been verified for the first time."""

    outbox: Mapping[str, int]
    oldest_seconds: float
    letters_failed: int
    timers_late: int
    timers_refused: int
    closing_soon: int
    history: Verified | None = None


def standing(session: Session, now: datetime) -> Standing:
    rows = queue_counts(session)
    refused = _late_timers(session, now)
    return Standing(
        outbox={status: rows.get(status, 0) for status in _UNFINISHED},
        oldest_seconds=_age_of_oldest(session, now),
        letters_failed=_count_letters(session),
        timers_late=refused.get(False, 0),
        timers_refused=refused.get(True, 0),
        closing_soon=_closing_soon(session, now),
        history=_history(session, now),
    )


def outstanding(now: datetime) -> ColumnElement[bool]:
    """Work that could be done by now; a message that waits for its moment is none."""
    waits = and_(Outbox.attempts == 0, Outbox.not_before > now)
    is_due = and_(Outbox.status == "waiting", not_(waits), not_(is_kept_back()))
    return or_(Outbox.status == "queued", is_due)


def _age_of_oldest(session: Session, now: datetime) -> float:
    """Since it could first be done. A partner's system that is away is told of elsewhere, and is no
    reason to wake anybody here."""
    begun = session.scalar(
        select(func.min(func.coalesce(Outbox.handed_at, Outbox.not_before))).where(
            outstanding(now), Outbox.job != WEBHOOK
        )
    )
    return max(0.0, (now - begun).total_seconds()) if begun else 0.0


def _count_letters(session: Session) -> int:
    return session.scalar(select(func.count(Letter.id)).where(Letter.state == "failed")) or 0


def _late_timers(session: Session, now: datetime) -> dict[bool, int]:
    is_refused = Timer.refused != ""
    rows = session.execute(
        select(is_refused, func.count(Timer.id))
        .where(Timer.due_at <= now - LATE_AFTER)
        .group_by(is_refused)
    )
    return {bool(refused): number for refused, number in rows}


def _closing_soon(session: Session, now: datetime) -> int:
    closing = select(func.count(Call.id)).where(
        Call.state == "open", Call.close_at > now, Call.close_at <= now + CLOSING_WITHIN
    )
    return session.scalar(closing) or 0


def _history(session: Session, now: datetime) -> Verified | None:
    found = session.scalars(select(HistoryCheck)).first()
    if found is None:
        return None
    return Verified(found.broken_row is None, (now - found.at).total_seconds())
