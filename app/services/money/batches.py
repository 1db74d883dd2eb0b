"""The open batch: whoever batches a payment puts it there, and begins one when there is none."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import Payment, PaymentBatch
from app.services.moves import Move, begin
from workflows.engine.calendar import local_date


def join(session: Session, payment: Payment, move: Move) -> None:
    payment.batch = _open_batch(session) or _new_batch(session, move)
    session.flush()


def leave(session: Session, payment: Payment) -> None:
    payment.batch = None
    session.flush()


def _open_batch(session: Session) -> PaymentBatch | None:
    return session.scalars(
        select(PaymentBatch).where(PaymentBatch.state == "open").order_by(PaymentBatch.id.desc())
    ).first()


def _new_batch(session: Session, move: Move) -> PaymentBatch:
    prefix = f"PC{local_date(move.now).year}-"
    newest = session.scalar(
        select(func.max(PaymentBatch.number)).where(PaymentBatch.number.startswith(prefix))
    )
    serial = int(newest.removeprefix(prefix)) + 1 if newest else 1
    batch = PaymentBatch(number=f"{prefix}{serial:04d}", begun_at=move.now)
    begin(session, batch, move.by, move.now)
    return batch
