"""Lists of the bank accounts of units, and whose finance keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.access.grants import in_force
from app.models import (
    BankAccount,
    Organisation,
    Person,
    RoleGrant,
)
from app.queries.narrowing import Narrowing
from workflows.roles import Role

ACCOUNTS = Narrowing({"unit": BankAccount.organisation_id})


def accounts() -> Select[Any]:
    """Those that wait for verification first."""
    return (
        select(BankAccount)
        .options(joinedload(BankAccount.organisation), joinedload(BankAccount.added_by))
        .order_by(
            BankAccount.verified_at.is_not(None),
            BankAccount.retired_at.is_not(None),
            BankAccount.id.desc(),
        )
    )


def unverified_accounts(session: Session) -> int:
    count = select(func.count(BankAccount.id)).where(
        BankAccount.verified_at.is_(None), BankAccount.retired_at.is_(None)
    )
    return session.scalar(count) or 0


def account_of(session: Session, number: int) -> BankAccount | None:
    return session.get(BankAccount, number)


def accounts_of_units(session: Session, units: Sequence[int]) -> Sequence[BankAccount]:
    return session.scalars(accounts().where(BankAccount.organisation_id.in_(units))).all()


def units_kept_by(session: Session, person: Person, now: datetime) -> Sequence[Organisation]:
    """Units whose finance this person is today."""
    return session.scalars(
        select(Organisation)
        .join(RoleGrant, RoleGrant.organisation_id == Organisation.id)
        .where(
            RoleGrant.person_id == person.id,
            RoleGrant.role == Role.UNIT_FINANCE.value,
            in_force(now),
        )
        .order_by(Organisation.id)
    ).all()
