"""The pools of years: what each is, what calls have out of it, and how it came to be so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.models import AnnualPool, Call, LedgerAccount, LedgerEntry, Race
from app.queries.sight.names import SHORT
from workflows.money.books import OF_RACE, AccountKind
from workflows.phases.late_money import CALL_OVER


@dataclass(frozen=True, slots=True)
class Year:
    """In 分; `pool` is the one in force, `waiting` the one to be confirmed."""

    year: int
    pool: AnnualPool | None
    waiting: AnnualPool | None
    drawn: int

    @property
    def free(self) -> int:
        return (self.pool.amount if self.pool else 0) - self.drawn


@dataclass(frozen=True, slots=True)
class Drawing:
    """A call with what it has out of the pool, net of what went back; finance opens it once it
    `is_over`."""

    call: Call
    drawn: int

    @property
    def is_over(self) -> bool:
        return self.call.state in CALL_OVER


def years(session: Session) -> Sequence[Year]:
    """Each year with a pool or with a call, the latest first."""
    pools = session.scalars(select(AnnualPool).order_by(AnnualPool.id)).all()
    held = _balances(session)
    known = {p.year for p in pools} | set(session.scalars(select(Call.year).distinct()))
    return [
        Year(
            year,
            pool=_last(pools, year, "confirmed"),
            waiting=_last(pools, year, "entered"),
            drawn=-held.get(year, 0),
        )
        for year in sorted(known, reverse=True)
    ]


def entries_of(session: Session, year: int) -> Sequence[AnnualPool]:
    """All that was ever entered for the year, the newest first."""
    of_year = select(AnnualPool).where(AnnualPool.year == year)
    return session.scalars(of_year.order_by(AnnualPool.id.desc())).all()


def drawings(session: Session, year: int) -> Sequence[Drawing]:
    """The calls of the year, by their number in the books; those to be approved yet have nothing
    out of it."""
    of_year = select(Call).where(Call.year == year).options(*SHORT).order_by(Call.id)
    calls = session.scalars(of_year).all()
    out = dict(_out_of_treasury(session, year))
    return [Drawing(call, out.get(call.id, 0)) for call in calls]


def _out_of_treasury(session: Session, year: int) -> Iterator[tuple[int, int]]:
    """By the id of the call: what its budget, or its race, got out of that year's treasury."""
    of_year = (
        select(LedgerEntry.transaction_id)
        .join(LedgerEntry.account)
        .where(LedgerAccount.kind == AccountKind.TREASURY, LedgerAccount.owner_id == year)
    )
    call = case((LedgerAccount.kind.in_(OF_RACE), Race.call_id), else_=LedgerAccount.owner_id)
    rows = session.execute(
        select(call, func.sum(LedgerEntry.amount))
        .join(LedgerEntry.account)
        .outerjoin(Race, and_(LedgerAccount.kind.in_(OF_RACE), Race.id == LedgerAccount.owner_id))
        .where(LedgerAccount.kind != AccountKind.TREASURY, LedgerEntry.transaction_id.in_(of_year))
        .group_by(call)
    )
    return ((number, int(total)) for number, total in rows)


def _balances(session: Session) -> dict[int, int]:
    rows = session.execute(
        select(LedgerAccount.owner_id, func.sum(LedgerEntry.amount))
        .join(LedgerEntry.account)
        .where(LedgerAccount.kind == AccountKind.TREASURY)
        .group_by(LedgerAccount.owner_id)
    )
    return {year: int(total) for year, total in rows}


def _last(pools: Sequence[AnnualPool], year: int, state: str) -> AnnualPool | None:
    return next((p for p in reversed(pools) if p.year == year and p.state == state), None)
