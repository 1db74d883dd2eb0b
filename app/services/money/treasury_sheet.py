"""The sheets that go to the treasury and come back: written safely, read row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, BinaryIO

from app.days import parse_day
from app.models import Payment, PaymentBatch
from app.money import MoneyUnit, parse_money
from app.names import clean_line
from app.services.files.sheet_rows import rows_of
from app.services.files.sheets import table
from workflows.engine.text import Text

SENT = (
    *("拨付单号", "项目编号", "项目名称", "收款户名", "开户银行", "收款账号", "金额（元）"),
    *("用途", "拨付依据"),
)
RETURNED = ("拨付单号", "金额（元）", "结果（成功/失败）", "支付日期", "流水号", "原因")
ROWS_MOST = 2000
_RESULTS = {"成功": True, "失败": False, "success": True, "failure": False}


@dataclass(frozen=True, slots=True)
class Answered:
    """One row of a return as it was read. `is_paid` is None when the row cannot be understood, and
    `fault` says why; `written` keeps the cells as they stood."""

    row: int
    number: str
    written: tuple[str, ...]
    amount: int = 0
    is_paid: bool | None = None
    paid_on: str = ""
    reference: str = ""
    reason: str = ""
    fault: Text | None = None


def write(batch: PaymentBatch, payments: Iterable[Payment]) -> bytes:
    """Every cell is text, also the account and the amount: no digit of an account is lost."""
    return table(batch.number, SENT, map(_row, payments))


def _row(payment: Payment) -> tuple[str, ...]:
    account, proposal = payment.account, payment.project.proposal
    assert account is not None, "a payment in a batch has its account"
    return (
        *(payment.number, payment.project.number, proposal.title),
        *(account.holder, account.bank, account.number),
        f"{payment.amount // 100}.{payment.amount % 100:02d}",
        *("科研项目经费", payment.basis_label),
    )


def read(file: BinaryIO) -> list[Answered] | Text:
    """Every row that has anything in it, or why the file cannot be read at all."""
    lines = rows_of(file, ROWS_MOST + 3, computed=True)
    if isinstance(lines, Text):
        return lines
    rows = list(_rows(lines))
    if len(rows) > ROWS_MOST:
        return Text(
            f"一次最多读取 {ROWS_MOST} 行", f"You can read at most {ROWS_MOST} rows at once"
        )
    return rows or Text("表中没有数据行", "There are no data rows in the sheet")


def _rows(lines: list[tuple[Any, ...]]) -> Iterator[Answered]:
    for number, cells in enumerate(lines, start=2):
        written = tuple(_as_text(cell.value) for cell in cells[: len(RETURNED)])
        if any(written):
            padded = (*written, *[""] * (len(RETURNED) - len(written)))
            yield _understood(number, padded)


def _understood(row: int, written: tuple[str, ...]) -> Answered:
    number, amount, result, typed_day, reference, reason = written
    paid_on = typed_day.replace("/", "-")
    fen = parse_money(amount, MoneyUnit.YUAN)
    is_paid = _RESULTS.get(result.lower())
    fault = _fault(number, fen, is_paid, paid_on, reference, reason)
    if fault is not None or is_paid is None or isinstance(fen, Text):
        return Answered(row, number, written, fault=fault)
    return Answered(row, number, written, fen, is_paid, paid_on, reference, reason)


def _fault(
    number: str, fen: int | Text, is_paid: bool | None, paid_on: str, reference: str, reason: str
) -> Text | None:
    missing: Mapping[str, bool] = {
        "拨付单号": not number,
        "结果": is_paid is None,
        "支付日期": is_paid is True and not _is_day(paid_on),
        "流水号": is_paid is True and not reference,
        "原因": is_paid is False and not reason,
    }
    if isinstance(fen, Text):
        return fen
    names = "、".join(name for name, lacks in missing.items() if lacks)
    return (
        Text(f"缺少或无法识别：{names}", f"missing or not recognised: {names}") if names else None
    )


def _as_text(value: object) -> str:
    """A number loses nothing and a date becomes its day; text is cleaned."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if not value.is_integer():
            return repr(round(value, 2))
        case float():
            return str(int(value))
    return clean_line(str(value))


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except ValueError:
        return False
    return True
