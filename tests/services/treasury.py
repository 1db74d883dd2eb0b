"""The sheet that comes back from the treasury."""

from __future__ import annotations

from io import BytesIO

from openpyxl import Workbook

from app.models import Payment
from app.services.money import treasury_sheet

YUAN = "1000000.00"


def sheet(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), BytesIO()
    assert book.active is not None
    book.active.append(treasury_sheet.RETURNED)
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def paid_row(payment: Payment, amount: object = YUAN) -> tuple[object, ...]:
    return (payment.number, amount, "成功", "2026-03-02", "GK-7", "")
