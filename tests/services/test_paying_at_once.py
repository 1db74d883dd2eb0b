"""Two people at the same money: one moves it, the other is told; nothing is paid or freed twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.models import (
    Fund,
    LedgerTransaction,
    MatchingFund,
    Organisation,
    Payment,
    PaymentBatch,
    Person,
    TreasuryReturn,
)
from app.services.cases import load_case
from app.services.door.turns import take_turn
from app.services.money.bank_accounts import retire
from app.services.money.matching import MatchingDraft, file_matching
from app.services.money.reconciling import take_return
from app.services.money.verifying import verify
from app.services.moves import Moved
from app.worker.context import Context
from tests.services.at_once import Answered, act, at_once, keys
from tests.services.money import PAID, approved, batched, funded, sent, signed
from tests.services.stage import Stage, a_page
from tests.services.treasury import paid_row, sheet
from workflows.roles import Role

pytestmark = pytest.mark.each_database


def posted(stage: Stage, purpose: str) -> int:
    count = select(func.count(LedgerTransaction.id)).where(LedgerTransaction.purpose == purpose)
    return stage.session.scalar(count) or 0


def test_a_payment_is_recorded_as_paid_once(stage: Stage, context: Context) -> None:
    payment = signed(stage, funded(stage))
    sent(stage, payment)
    first, second = (
        act(stage, payment, "pay", stage.holder(Role.FINANCE, which), **PAID)
        for which in ("first", "second")
    )
    one, two = at_once(stage, context, first, second)
    assert isinstance(one, Moved)
    assert keys(two) == {"state_has_changed"}
    assert posted(stage, "pay") == 1
    assert verify(stage.session) is None


def test_a_freeze_that_comes_first_keeps_the_payment_out_of_the_batch(
    stage: Stage, context: Context
) -> None:
    of = funded(stage)
    payment = approved(stage, signed(stage, of))
    cause = {"freeze_class": "audit", "reason": "审计"}
    freeze = act(stage, of.fund, "freeze", stage.holder(Role.SUPERVISOR), **cause)
    batch = act(stage, payment, "batch", stage.holder(Role.FINANCE))
    one, two = at_once(stage, context, freeze, batch)
    assert isinstance(one, Moved)
    assert keys(two) == {"state_has_changed"}
    assert payment.state == "held"
    assert stage.session.scalar(select(func.count(PaymentBatch.id))) == 0


def test_two_spendings_at_once_do_not_exceed_what_was_paid(stage: Stage, context: Context) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    sent(stage, payment)
    stage.moved(payment, "pay", stage.holder(Role.FINANCE), **PAID)
    report = act(
        stage,
        of.fund,
        "report_spending",
        of.treasurer,
        heading="labour",
        amount=str(payment.amount * 2 // 3),
        spent_until="2026-03-01",
    )
    one, two = at_once(stage, context, report, report)
    assert isinstance(one, Moved)
    assert keys(two) == {"spending_within_hand"}
    assert verify(stage.session) is None


def test_the_same_return_read_by_two_pays_once(stage: Stage, context: Context) -> None:
    payment = signed(stage, funded(stage))
    batch = batched(stage, payment)
    stage.moved(batch, "send", stage.holder(Role.FINANCE, "second"))
    content, number, who = sheet(paid_row(payment)), batch.id, stage.holder(Role.FINANCE).id

    def read(session: Session) -> bool:
        awaited = session.get_one(PaymentBatch, number)
        by = session.get_one(Person, who)
        taken = take_return(session, awaited, "回单.xlsx", content, by, stage.now)
        return isinstance(taken, TreasuryReturn)

    one, two = at_once(stage, context, read, read)
    assert sorted((one, two)) == [False, True]
    assert posted(stage, "pay") == 1
    assert stage.session.get_one(Payment, payment.id).state == "paid"


def test_an_account_retired_while_somebody_waits_to_batch_is_not_paid_to(
    stage: Stage, context: Context
) -> None:
    """What the second read before its turn is read again in it."""
    of = funded(stage)
    payment = approved(stage, signed(stage, of))
    number, owner, now = payment.id, of.treasurer.id, stage.now
    batch = act(stage, payment, "batch", stage.holder(Role.FINANCE))

    def retires(session: Session) -> bool:
        account = session.get_one(Payment, number).account
        assert account is not None
        return retire(session, account, session.get_one(Person, owner), now) is None

    def looks_and_batches(session: Session) -> Answered:
        read = session.get_one(Payment, number).account
        assert read is not None
        return batch(session)

    one, two = at_once(stage, context, retires, looks_and_batches)
    assert one
    assert not isinstance(two, bool)
    assert keys(two) == {"account_is_the_units"}


@pytest.mark.several_writers
def test_money_filed_while_the_project_is_moved_waits_for_it_and_neither_stands_in_a_circle(
    stage: Stage, context: Context
) -> None:
    of = funded(stage, matched=False)
    typed = MatchingDraft(of.project.proposal.lead_unit, "own", 100, stage.now.date())
    number, unit, who, now = of.fund.id, typed.unit.id, of.treasurer.id, stage.now
    stage.session.commit()

    def files() -> bool:
        with context.transaction() as session:
            fund, by = session.get_one(Fund, number), session.get_one(Person, who)
            mine = replace(typed, unit=session.get_one(Organisation, unit))
            filed = file_matching(session, fund, mine, a_page(), "回单.pdf", by, now)
            return isinstance(filed, MatchingFund)

    with ThreadPoolExecutor(1) as elsewhere:
        with context.transaction() as session:
            take_turn(session)
            filed = elsewhere.submit(files)
            with pytest.raises(TimeoutError):
                filed.result(timeout=0.3)
            assert load_case(session, Fund.kind, number, lock=True) is not None
        assert filed.result(timeout=30)
