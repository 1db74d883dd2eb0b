"""The sheet by which the bank transfers fees: every account is text, so that no digit is lost."""

from __future__ import annotations

from collections.abc import Iterable

from app.models import FeeLine, FeeList
from app.services.fees.accounts import Account
from app.services.files.sheets import Value, table, yuan

SENT = ("序号", "收款户名", "开户银行", "开户网点", "收款账号", "金额（元）", "用途")


def write(fees: FeeList, lines: Iterable[tuple[FeeLine, Account]]) -> bytes:
    return table(fees.number, SENT, (_row(line, account) for line, account in lines))


def _row(line: FeeLine, account: Account) -> list[Value]:
    """What the bank transfers is what remains after tax."""
    return [
        *(line.row, line.expert.person.name, account.bank, account.branch, account.number),
        *(yuan(line.net), "专家咨询费"),
    ]
