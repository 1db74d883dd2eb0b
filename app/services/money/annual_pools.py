"""The pool of a year: entered by the planning office; the newest that is confirmed counts (C2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.roles import office_roles
from app.models import AnnualPool, Person
from app.services.door.turns import take_turn
from app.services.moves import begin
from app.services.problems import Problems
from workflows.engine.calendar import local_date
from workflows.engine.text import Text
from workflows.roles import Role


@dataclass(frozen=True, slots=True)
class PoolDraft:
    """`amount` in 分; the document is that by which the budget of the year was approved. `reason`
    says why it is changed."""

    year: int
    amount: int
    document_number: str
    document_date: date
    reason: str = ""


def pool_in_force(session: Session, year: int) -> AnnualPool | None:
    return _newest(session, year, "confirmed")


def pool_to_confirm(session: Session, year: int) -> AnnualPool | None:
    return _newest(session, year, "entered")


def _newest(session: Session, year: int, state: str) -> AnnualPool | None:
    of_year = select(AnnualPool).where(AnnualPool.year == year, AnnualPool.state == state)
    return session.scalar(of_year.order_by(AnnualPool.id.desc()).limit(1))


def enter(session: Session, typed: PoolDraft, by: Person, now: datetime) -> AnnualPool | Problems:
    """The first of a year, or a change of it; it counts once another person has confirmed it."""
    take_turn(session)
    if problems := _problems(session, typed, by, now):
        return Problems(problems)
    case = AnnualPool(
        year=typed.year,
        amount=typed.amount,
        document_number=typed.document_number.strip(),
        document_date=typed.document_date,
        reason=typed.reason.strip(),
    )
    begin(session, case, by, now, {"reason": case.reason} if case.reason else None)
    return case


def _problems(session: Session, typed: PoolDraft, by: Person, now: datetime) -> Mapping[str, Text]:
    if Role.PLANNING_OFFICER not in office_roles(session, by, now):
        return {"": _NOT_YOURS}
    if pool_to_confirm(session, typed.year) is not None:
        return {"year": _WAITS}
    found: dict[str, Text] = {}
    if typed.amount <= 0:
        found["amount"] = _NOTHING
    if not typed.document_number.strip():
        found["document_number"] = _NO_DOCUMENT
    if typed.document_date > local_date(now):
        found["document_date"] = _NOT_YET
    if pool_in_force(session, typed.year) is not None and not typed.reason.strip():
        found["reason"] = _NO_REASON
    return found


_NOT_YOURS = Text(
    "年度经费盘子由资源配置处登记。", "Only the planning officer can enter the annual pool."
)
_WAITS = Text(
    "该年度已有一笔登记待核定：须由另一人核定，或撤回后再登记。",
    "An entry for this year is awaiting confirmation. Another person must confirm it, "
    "or it must be withdrawn before a new entry.",
)
_NOTHING = Text("金额须大于零。", "The amount must be above zero.")
_NO_DOCUMENT = Text("请填写预算批复文号。", "Enter the budget approval document number.")
_NOT_YET = Text("批复日期不能晚于今天。", "The approval date cannot be after today.")
_NO_REASON = Text(
    "该年度盘子已核定，调整须写明理由。",
    "This year's pool has been confirmed. Enter the reason for adjusting it.",
)
