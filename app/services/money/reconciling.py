"""The treasury's return against a batch: matched, failed, unknown, twice; the file is kept as it
came, and the same one is not read again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.files.kinds import Rejected
from app.files.places import files_of
from app.models import Payment, PaymentBatch, Person, ReturnLine, TreasuryReturn
from app.services.door.turns import take_turn
from app.services.files.uploads import take_in
from app.services.money.treasury_sheet import Answered, read
from app.services.moves import take
from workflows.engine.calendar import local_date
from workflows.engine.decide import Refusals
from workflows.engine.money import amount_text
from workflows.engine.text import Text, listed


def take_return(
    session: Session, batch: PaymentBatch, name: str, content: bytes, by: Person, now: datetime
) -> TreasuryReturn | Text:
    """The return with a verdict on each row, or why the file cannot be taken."""
    take_turn(session)
    known = _read_before(session, batch, content)
    if known is not None:
        on, who = local_date(known.read_at).isoformat(), known.read_by.name
        return _READ_BEFORE.format(name=known.name, on=on, who=who)
    if batch.state != "sent":
        return _RECONCILED if batch.state == "reconciled" else _NOT_SENT
    rows = read(BytesIO(content))
    if isinstance(rows, Text):
        return rows
    store = files_of(session.info["settings"])
    file = take_in(session, store, BytesIO(content), name, now)
    if isinstance(file, Rejected):
        return file.reason
    taken = TreasuryReturn(
        batch_id=batch.id,
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        read_by_id=by.id,
        read_at=now,
    )
    session.add(taken)
    session.flush()
    for row in rows:
        session.add(_line(session, taken, batch, row, by, now))
        session.flush()
    take(session, batch, "reconcile", by, now=now)
    session.refresh(taken)
    return taken


def _read_before(session: Session, batch: PaymentBatch, content: bytes) -> TreasuryReturn | None:
    digest = hashlib.sha256(content).hexdigest()
    return session.scalars(
        select(TreasuryReturn).where(
            TreasuryReturn.batch_id == batch.id, TreasuryReturn.sha256 == digest
        )
    ).first()


def _line(
    session: Session,
    taken: TreasuryReturn,
    batch: PaymentBatch,
    row: Answered,
    by: Person,
    now: datetime,
) -> ReturnLine:
    named = Payment.number == row.number.upper()
    payment = session.scalars(select(Payment).where(named)).first()
    verdict, remark = _verdict(session, payment, batch, row)
    if verdict in ("paid", "failed"):
        assert payment is not None, "a verdict of this kind is on a payment"
        refused = _record(session, payment, row, by, now)
        if refused is not None:
            verdict, remark = "mismatch", refused
    return ReturnLine(
        return_id=taken.id,
        row=row.row,
        payment_id=payment.id if payment else None,
        number=row.number[:200],
        written=list(row.written),
        verdict=verdict,
        remark_zh=remark.zh,
        remark_en=remark.en,
    )


def _verdict(
    session: Session, payment: Payment | None, batch: PaymentBatch, row: Answered
) -> tuple[str, Text]:
    if row.fault is not None:
        return "unreadable", row.fault
    if payment is None:
        return "unknown", _NO_SUCH_PAYMENT
    if _answered_before(session, payment, batch):
        return "duplicate", _TWICE if row.is_paid else _SENT_BACK_SINCE
    if payment.batch_id != batch.id or payment.state != "batched":
        return "unknown", _NOT_IN_BATCH
    if payment.amount != row.amount:
        return "mismatch", _OTHER_AMOUNT.format(ours=amount_text(payment.amount))
    return ("paid", Text("", "")) if row.is_paid else ("failed", Text(row.reason, row.reason))


def _answered_before(session: Session, payment: Payment, batch: PaymentBatch) -> bool:
    return (
        session.scalars(
            select(ReturnLine.id)
            .join(TreasuryReturn)
            .where(
                TreasuryReturn.batch_id == batch.id,
                ReturnLine.payment_id == payment.id,
                ReturnLine.verdict.in_(("paid", "failed")),
            )
        ).first()
        is not None
    )


def _record(
    session: Session, payment: Payment, row: Answered, by: Person, now: datetime
) -> Text | None:
    """Move the payment as the treasury says; the reason when the door refuses."""
    if row.is_paid:
        given = {"paid_on": row.paid_on, "reference": row.reference}
        answer = take(session, payment, "pay", by, now=now, given=given)
    else:
        answer = take(session, payment, "bounce", by, now=now, given={"reason": row.reason})
    return listed(r.reason for r in answer.reasons) if isinstance(answer, Refusals) else None


_READ_BEFORE = Text(
    "这份回单已于 {on} 由{who}读取（{name}），不再入账",
    "{who} already read this return on {on} ({name}). It will not be entered again",
)
_NOT_SENT = Text(
    "这个批次不在财政（还没有送出或已撤销），没有回单可读；由厅财务送出后再读取",
    "This batch is not with the treasury (not sent yet, or cancelled), so there is no "
    "return to read. The finance team must send it first",
)
_RECONCILED = Text(
    "这个批次已对账完成，每一笔都有回单，不再读取",
    "This batch has been reconciled: every payment has a return, so no more can be read",
)
_NO_SUCH_PAYMENT = Text("没有这个拨付单号", "there is no payment order with this number")
_NOT_IN_BATCH = Text("不在本批次的待回单之列", "not awaiting a return in this batch")
_TWICE = Text("本批次已有此单的回单", "this batch already has a return for this order")
_SENT_BACK_SINCE = Text(
    "本批次已有此单的回单；确已退汇的，请在拨付单页登记退汇",
    "this batch already has a return for this order; if the bank has since returned "
    "the payment, record that on the payment order page",
)
_OTHER_AMOUNT = Text(
    "金额与拨付单不符（应为 {ours}）",
    "the amount does not match the payment order (should be {ours})",
)
