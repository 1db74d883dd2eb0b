"""An expert's own bank account: only the expert writes it and only finance reads it, each time on
record. It is encrypted under a purpose that names the expert, so that none opens as another's."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.keys import decrypted, encrypted
from app.models import Expert, ExpertAccount, FeeLine, FeeList, Person
from app.services import history
from app.services.fees.drawing_up import unearned
from app.services.fees.paying import next_for_bank
from app.services.money.account_numbers import digits_of, fault_of
from app.services.problems import Problems, alone
from app.services.telling.messages import tell_person
from config import Settings
from workflows.engine.calendar import moment_words
from workflows.engine.text import Text
from workflows.parts.messages import MESSAGES
from workflows.roles import Role

ACCOUNTS_READ = "fee_accounts_read"


@dataclass(frozen=True, slots=True)
class Account:
    bank: str
    branch: str
    number: str


def account_of(session: Session, expert: Expert) -> ExpertAccount | None:
    return session.scalar(select(ExpertAccount).where(ExpertAccount.expert_id == expert.id))


def name_account(
    session: Session, expert: Expert, typed: Account, by: Person, now: datetime
) -> Problems | None:
    """In the expert's own name; in place of what was named before."""
    if expert.person_id != by.id:
        return alone(_NOT_YOURS)
    digits = digits_of(typed.number)
    problems: dict[str, Text] = {}
    if not typed.bank.strip():
        problems["bank"] = Text("请填写开户银行。", "Enter the bank.")
    if not typed.branch.strip():
        problems["branch"] = Text("请填写开户网点。", "Enter the branch.")
    if fault := fault_of(digits):
        problems["number"] = fault
    if problems:
        return Problems(problems)
    before = account_of(session, expert)
    row = before or ExpertAccount(expert_id=expert.id)
    kept = Account(typed.bank.strip(), typed.branch.strip(), digits)
    row.content = _sealed(session.info["settings"], expert.id, kept)
    row.tail, row.named_at = digits[-4:], now
    session.add(row)
    session.flush()
    if before is not None:
        _tell_of_change(session, row, by, now)
    return None


def _tell_of_change(session: Session, row: ExpertAccount, person: Person, now: datetime) -> None:
    """In case it was somebody else with the expert's password."""
    kind = "fee_account_changed"
    wording = MESSAGES[kind].format(at=moment_words(now), tail=row.tail)
    key = f"{kind}-{row.id}-{now.isoformat()}"
    tell_person(session, person, kind, wording, key=key, about=None, now=now)


def own_account(session: Session, expert: Expert) -> Account | None:
    """As its expert reads it."""
    row = account_of(session, expert)
    return _opened(session.info["settings"], row) if row else None


def with_account(session: Session, lines: Sequence[FeeLine]) -> dict[int, ExpertAccount]:
    """By expert."""
    theirs = ExpertAccount.expert_id.in_([line.expert_id for line in lines])
    rows = session.scalars(select(ExpertAccount).where(theirs))
    return {row.expert_id: row for row in rows}


def read_for_bank(
    session: Session, fees: FeeList, by: Person, now: datetime
) -> list[tuple[FeeLine, Account]]:
    """For finance, which gives them to the bank: the lines that can be paid now, each with its
    account, but for what has come to be undue. The reading stands in the history of the list, with
    no digit of what was read."""
    undue = unearned(session, fees)
    lines = [line for line in next_for_bank(fees) if line not in undue]
    rows = with_account(session, lines)
    settings = session.info["settings"]
    found = [
        (line, _opened(settings, rows[line.expert_id])) for line in lines if line.expert_id in rows
    ]
    for line, _ in found:
        line.given_to_bank_at = line.given_to_bank_at or now
    given = {"lines": "、".join(str(line.row) for line, _ in found)}
    history.note(
        session, fees, ACCOUNTS_READ, actor_id=by.id, role=Role.FINANCE, now=now, given=given
    )
    return found


def encrypt_anew(row: ExpertAccount, settings: Settings) -> None:
    """Under the server's newest key."""
    row.content = _sealed(settings, row.expert_id, _opened(settings, row))


def _sealed(settings: Settings, expert: int, account: Account) -> str:
    content = json.dumps(asdict(account), ensure_ascii=False).encode()
    return encrypted(settings.secret_keys, _purpose(expert), content)


def _opened(settings: Settings, row: ExpertAccount) -> Account:
    content = decrypted(settings.secret_keys, _purpose(row.expert_id), row.content)
    return Account(**json.loads(content))


def _purpose(expert: int) -> str:
    return f"account of expert {expert}"


_NOT_YOURS = Text(
    "收款账户只能由专家本人登记。", "Only the expert can register the receiving account."
)
