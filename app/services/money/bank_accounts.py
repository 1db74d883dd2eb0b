"""Accounts of units: named by the unit's finance, verified by the office's, never somebody
else's (§3.6)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import BankAccount, Fund, Organisation, Person, Project, Proposal
from app.services import history
from app.services.eligibility.mergers import being
from app.services.money.account_numbers import digits_of, fault_of
from app.services.problems import Problems, alone
from workflows.engine.text import Text
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class AccountDraft:
    """As typed."""

    holder: str
    bank: str
    number: str

    @property
    def digits(self) -> str:
        return digits_of(self.number)


def add(
    session: Session, unit: Organisation, typed: AccountDraft, by: Person, now: datetime
) -> BankAccount | Problems:
    problems = dict(_problems(session, unit, typed))
    if problems:
        return Problems(problems)
    account = BankAccount(
        organisation_id=unit.id,
        holder=unit.name,
        bank=typed.bank.strip(),
        number=typed.digits,
        added_by_id=by.id,
        added_at=now,
    )
    account.organisation, account.added_by = unit, by
    session.add(account)
    session.flush()
    _note(session, account, "account_named", by, Role.UNIT_FINANCE, now)
    return account


def verify(session: Session, account: BankAccount, by: Person, now: datetime) -> Problems | None:
    if account.retired_at is not None or account.verified_at is not None:
        return alone(_NOT_WAITING)
    if account.added_by_id == by.id:
        return alone(_OWN_WORK)
    unit = account.organisation
    if unit.merged_into is not None:
        return alone(_TAKEN_IN.format(unit=unit.name, successor=unit.merged_into.name))
    account.verified_by_id, account.verified_at = by.id, now
    _note(session, account, "account_verified", by, Role.FINANCE, now)
    return None


def retire(session: Session, account: BankAccount, by: Person, now: datetime) -> Problems | None:
    """From now on nothing is paid to it; payments approved to it must be approved anew."""
    if account.retired_at is not None:
        return alone(_NOT_WAITING)
    account.retired_at = now
    _note(session, account, "account_retired", by, Role.UNIT_FINANCE, now)
    return None


def _note(
    session: Session, account: BankAccount, what: str, by: Person, role: Role, now: datetime
) -> None:
    """In the history of every fund that may be paid to it, by its last four digits."""
    funds = session.scalars(
        select(Fund)
        .join(Project, Fund.project_id == Project.id)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(
            Proposal.lead_unit_id.in_(being(account.organisation_id)),
            Fund.settled_at.is_(None),
        )
        .order_by(Fund.id)
    ).all()
    given = {"bank": account.bank, "number": f"****{account.number[-4:]}"}
    for fund in funds:
        history.note(session, fund, what, actor_id=by.id, role=role, now=now, given=given)


def _problems(
    session: Session, unit: Organisation, typed: AccountDraft
) -> Iterator[tuple[str, Text]]:
    if unit.merged_into is not None:
        yield "holder", _TAKEN_IN.format(unit=unit.name, successor=unit.merged_into.name)
    elif typed.holder.strip() != unit.name:
        yield (
            "holder",
            Text(
                f"户名须与单位全称“{unit.name}”完全一致，不得使用其他单位或个人账户。",
                f"The account holder must be exactly “{unit.name}”, the unit's full name. Accounts "
                "of other units or individuals cannot be used.",
            ),
        )
    if not typed.bank.strip():
        yield "bank", Text("请填写开户银行。", "Enter the bank.")
    if fault := fault_of(typed.digits):
        yield "number", fault
    elif session.scalar(select(BankAccount.id).where(BankAccount.number == typed.digits)):
        yield "number", Text("该账号已经登记过。", "This account number is already registered.")


_NOT_WAITING = Text("该账户已核验或已停用。", "This account has already been verified or closed.")
_TAKEN_IN = Text(
    "{unit}已并入{successor}，不再使用自己的账户；由{successor}财务登记以“{successor}”为户名的账户。",
    "{unit} has merged into {successor} and no longer uses its own account. The "
    "finance team of {successor} must register an account held by “{successor}”.",
)
_OWN_WORK = Text("登记人不得自行核验。", "The person who registered the account cannot verify it.")
