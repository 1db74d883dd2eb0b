"""Payments whose payee has become barred, or is barred no more (§3.6, §3.10)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.models import Payment, Project
from app.services.eligibility.integrity import integrity_findings
from app.services.moves import take
from workflows.engine.calendar import local_date
from workflows.parts.payment import PAYMENT
from workflows.roles import Role

_PUT_OFF_FROM = frozenset(
    source for move in PAYMENT.named("put_off_for_bar") for source in move.source
)


def changed(session: Session, now: datetime) -> list[int]:
    """The ids of payments that are to be put off, or to go on. A bar begins and ends by a day, by a
    ruling, by a refund or by an acceptance, of any person or unit of the project: so all that wait
    are looked at."""
    waiting = select(Payment).where(Payment.state.in_((*_PUT_OFF_FROM, "barred")))
    whole = joinedload(Payment.project).joinedload(Project.proposal)
    today, found, barred = local_date(now), [], dict[int, bool]()
    for payment in session.scalars(waiting.options(whole).order_by(Payment.id)):
        if payment.project_id not in barred:
            findings = integrity_findings(session, [payment.project.proposal], today)
            barred[payment.project_id] = bool(findings)
        if barred[payment.project_id] != (payment.state == "barred"):
            found.append(payment.id)
    return found


def look_again(session: Session, number: int, now: datetime) -> None:
    """Puts the payment off, or lets it go on, as its guards say."""
    payment = session.get_one(Payment, number)
    move = "go_on_after_bar" if payment.state == "barred" else "put_off_for_bar"
    take(session, payment, move, Role.SYSTEM_CLOCK, now=now)
