"""Payments whose payee has become barred, or is barred no more (§3.6, §3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Payment
from app.services.eligibility.integrity import Phrases, integrity_findings
from app.services.moves import take
from workflows.engine.calendar import local_date
from workflows.parts.payment import PAYMENT
from workflows.roles import Role

_PUT_OFF_FROM = frozenset(
    source for move in PAYMENT.named("put_off_for_bar") for source in move.source
)


def waiting(session: Session) -> Sequence[tuple[int, str]]:
    """Id and number of the payments that may have to be put off, or to go on. A bar begins and ends
    by a day, by a ruling, by a refund or by an acceptance, of any person or unit of the project: so
    all that wait are looked at."""
    every = select(Payment.id, Payment.number).where(Payment.state.in_((*_PUT_OFF_FROM, "barred")))
    return [(key, number) for key, number in session.execute(every.order_by(Payment.id))]


def has_changed(session: Session, payment: int, now: datetime) -> bool:
    """Whether it is to be put off, or to go on."""
    found = session.get_one(Payment, payment)
    return bool(findings(session, found, now)) != (found.state == "barred")


def findings(session: Session, payment: Payment, now: datetime) -> Phrases:
    """Why its payee is barred, each with its end."""
    return integrity_findings(session, [payment.project.proposal], local_date(now))


def look_again(session: Session, number: int, now: datetime) -> None:
    """Puts the payment off, or lets it go on, as its guards say."""
    payment = session.get_one(Payment, number)
    move = "go_on_after_bar" if payment.state == "barred" else "put_off_for_bar"
    take(session, payment, move, Role.SYSTEM_CLOCK, now=now)
