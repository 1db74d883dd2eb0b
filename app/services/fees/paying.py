"""Fees that are paid and come back, with the tax of each month: all that the office pays an expert
in one month is one payment, whatever panels it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import FeeLine, FeeList
from workflows.facts.fees import named_lines
from workflows.money.fees import gross_of


def given_to_bank(fees: FeeList) -> list[FeeLine]:
    """What is not paid yet of what the bank was given: whoever names an account meanwhile is in no
    sheet of the bank, and waits for the next."""
    return [line for line in fees.lines if line.is_unpaid and line.given_to_bank_at is not None]


def next_for_bank(fees: FeeList) -> list[FeeLine]:
    """The same again until its payment is entered, so that the bank pays nobody twice."""
    return given_to_bank(fees) or [line for line in fees.lines if line.is_unpaid]


def chosen(fees: FeeList, typed: str) -> list[FeeLine]:
    """The lines that were typed by their numbers."""
    named = named_lines(typed)
    return [line for line in fees.lines if line.row in named]


def pay(session: Session, lines: Iterable[FeeLine], on: date, batch_number: str) -> None:
    """Each bears the tax that it adds to what the month had before: nothing that is paid is taxed
    anew by what is entered after it."""
    for line in lines:
        line.gross = gross_of(line.net, sum(one.net for one in _paid_in_month(session, line, on)))
        line.paid_on, line.batch_number, line.came_back = on, batch_number, ""
    session.flush()


def take_back(session: Session, lines: Iterable[FeeLine], reason: str) -> None:
    """What is paid of the month besides bears no more tax than it has to."""
    for line in lines:
        on = line.paid_on
        assert on is not None, "only what was paid comes back"
        line.paid_on, line.batch_number, line.came_back = None, "", reason
        line.given_to_bank_at = None
        line.gross = gross_of(line.net)
        session.flush()
        _settle_month(session, line, on)


def give_up(lines: Iterable[FeeLine], reason: str) -> None:
    for line in lines:
        line.given_up = reason


def month_of(day: date) -> tuple[date, date]:
    """Its first day, and that of the next month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def _settle_month(session: Session, came_back: FeeLine, day: date) -> None:
    """In the order of payment each of the others bears the tax that it adds to those before."""
    before = 0
    for line in _paid_in_month(session, came_back, day):
        line.gross = gross_of(line.net, before)
        before += line.net
    session.flush()


def _paid_in_month(session: Session, beside: FeeLine, day: date) -> Sequence[FeeLine]:
    """To the expert of this line."""
    first, beyond = month_of(day)
    in_month = FeeLine.paid_on >= first, FeeLine.paid_on < beyond
    theirs = select(FeeLine).where(FeeLine.expert_id == beside.expert_id, *in_month)
    return session.scalars(theirs.order_by(FeeLine.paid_on, FeeLine.id)).all()
