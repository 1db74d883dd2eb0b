"""A payment whose payee is barred is nobody's turn, and no term of it runs (§3.6, §3.10)."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from app.models import Message, Payment, Sanction
from app.services.cases import workflow_of
from app.services.money import bars
from app.worker.context import Context
from app.worker.daily import bars_of_day, do_daily
from tests.conftest import SignInAs
from tests.services.money import Funded, approved, funded, received, rest_ordered, signed
from tests.services.stage import Stage
from tests.services.test_paying import bar, freeze
from workflows.engine.money import amount_text
from workflows.roles import Role

pytestmark = pytest.mark.own_sql


def looked_at(stage: Stage, context: Context) -> int:
    stage.session.commit()
    changed = bars_of_day(context, stage.now)
    stage.session.expire_all()
    return changed


def over(stage: Stage, on: date) -> None:
    stage.session.scalars(select(Sanction)).one().ends_on = on - timedelta(days=1)
    stage.session.flush()


def put_off(payment: Payment) -> bool:
    return payment.state == "barred" and payment.due_at is None


def told(stage: Stage, kind: str) -> set[int]:
    return set(stage.session.scalars(select(Message.person_id).where(Message.message_kind == kind)))


def waiting(stage: Stage) -> tuple[Funded, Payment]:
    of = funded(stage)
    return of, signed(stage, of)


def test_a_payment_whose_payee_becomes_barred_is_put_off_and_no_term_runs(
    stage: Stage, context: Context, sign_in: SignInAs
) -> None:
    of, payment = waiting(stage)
    assert payment.due_at is not None
    told_of = [stage.holder(Role.FINANCE), stage.holder(Role.FINANCE, "second")]
    told_of.append(stage.holder(Role.SUPERVISOR))
    assert looked_at(stage, context) == 0
    bar(stage, of)
    assert looked_at(stage, context) == 1
    assert put_off(payment)
    assert not workflow_of(payment).state("barred").waits_on & {Role.FINANCE}
    assert told(stage, "payment_barred") == {person.id for person in told_of}
    assert looked_at(stage, context) == 0
    stage.session.commit()
    page = sign_in(stage.holder(Role.FINANCE)).get(f"/finance/payments/{payment.id}").text
    assert "收款受限暂缓" in page
    assert "限制期满、解除或者欠款退清" in page


def test_once_the_bar_is_over_the_payment_is_approved_anew_within_a_new_term(
    stage: Stage, context: Context
) -> None:
    of, payment = waiting(stage)
    approved(stage, payment)
    bar(stage, of)
    assert looked_at(stage, context) == 1
    finance = stage.holder(Role.FINANCE)
    refused = stage.refused(payment, "go_on_after_bar", finance)
    assert of.project.proposal.lead_unit.name in refused["payee_not_barred"].zh
    stage.at(stage.now + timedelta(days=40))
    assert payment.state == "barred"
    over(stage, date(2026, 3, 20))
    assert looked_at(stage, context) == 1
    assert payment.state == "ordered"
    assert payment.due_at is not None
    assert payment.due_at > stage.now
    assert stage.holder(Role.FINANCE).id in told(stage, "payment_barred_no_more")


def test_finance_need_not_wait_for_the_clock_once_the_bar_is_over(
    stage: Stage, context: Context
) -> None:
    of, payment = waiting(stage)
    bar(stage, of)
    looked_at(stage, context)
    stage.at(stage.now + timedelta(days=5))
    over(stage, date(2026, 3, 4))
    stage.moved(payment, "go_on_after_bar", stage.holder(Role.FINANCE))
    assert payment.state == "ordered"


def test_what_is_ordered_for_a_barred_payee_is_put_off_at_once(stage: Stage) -> None:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    bar(stage, of)
    assert rest_ordered(stage, of).state == "barred"


def test_a_payment_put_off_can_be_cancelled_and_is_held_when_the_money_is_frozen(
    stage: Stage, context: Context
) -> None:
    of, payment = waiting(stage)
    bar(stage, of)
    looked_at(stage, context)
    freeze(stage, of)
    assert payment.state == "held"
    stage.moved(of.fund, "unfreeze", stage.holder(Role.SUPERVISOR), reason="查清。")
    assert payment.state == "ordered"
    assert looked_at(stage, context) == 1
    stage.moved(payment, "cancel", stage.holder(Role.FINANCE), reason="不再拨付。")
    assert payment.state == "cancelled"


def test_the_payee_and_the_officer_are_told_why_a_payment_is_put_off_until_when_and_that_it_goes_on(
    stage: Stage, context: Context, sign_in: SignInAs
) -> None:
    of, payment = waiting(stage)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    concerned = {person.id for person in (of.treasurer, of.applied.unit, of.applied.pi, officer)}
    bar(stage, of)
    stage.session.scalars(select(Sanction)).one().ends_on = date(2026, 3, 20)
    looked_at(stage, context)
    assert concerned <= told(stage, "payment_put_off")
    said = stage.session.scalars(select(Message).where(Message.message_kind == "payment_put_off"))
    which = f"一笔拨付（{amount_text(payment.amount).zh}）"
    assert all("至 2026-03-20" in m.body and which in m.body for m in said)
    stage.session.commit()
    page = sign_in(of.treasurer).get(f"/finance/payments/{payment.id}").text
    assert "至 2026-03-20" in page
    assert told(stage, "payment_goes_on") == set()
    stage.at(stage.now + timedelta(days=5))
    over(stage, date(2026, 3, 4))
    looked_at(stage, context)
    assert concerned <= told(stage, "payment_goes_on")


def test_a_payment_that_cannot_be_looked_at_holds_up_no_other_and_is_told_once_a_day(
    stage: Stage, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, broken), (second, payment) = waiting(stage), waiting(stage)
    whole, which, admin = bars.look_again, broken.id, stage.holder(Role.SYS_ADMIN)
    bar(stage, first)
    bar(stage, second)

    def breaks(session: Session, number: int, now: datetime) -> None:
        if number == which:
            raise ValueError("no such account")
        whole(session, number, now)

    monkeypatch.setattr(bars, "look_again", breaks)
    for _ in range(2):
        looked_at(stage, context)
    assert (broken.state, payment.state) == ("ordered", "barred")
    said = select(Message).where(Message.subject.contains(broken.number))
    (message,) = stage.session.scalars(said)
    assert (message.person_id, "no such account" in message.body) == (admin.id, True)
    stage.at(stage.now + timedelta(days=1))
    stage.session.commit()
    monkeypatch.setattr(bars, "look_again", whole)
    do_daily(context, stage.now)
    stage.session.expire_all()
    assert broken.state == "barred"


class _Deadlock(Exception):
    sqlstate = "40P01"


class _Gone(Exception):
    sqlstate = None


@pytest.fixture
def two_barred(stage: Stage) -> tuple[Payment, Payment]:
    (first, one), (second, other) = waiting(stage), waiting(stage)
    stage.holder(Role.SYS_ADMIN)
    bar(stage, first)
    bar(stage, second)
    return one, other


def failing(patch: pytest.MonkeyPatch, which: Payment, error: Exception, times: int) -> None:
    """So often the database answers a look at this payment with this error."""
    whole, number, left = bars.look_again, which.id, [error] * times

    def fails(session: Session, payment: int, now: datetime) -> None:
        if payment == number and left:
            raise OperationalError("UPDATE", None, left.pop())
        whole(session, payment, now)

    patch.setattr(bars, "look_again", fails)


def told_of_failures(stage: Stage) -> int:
    said = select(Message).where(Message.subject.startswith("例行任务没有完成"))
    return len(stage.session.scalars(said).all())


def test_a_payment_that_another_transaction_was_in_the_way_of_is_looked_at_once_more(
    stage: Stage,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    two_barred: tuple[Payment, Payment],
) -> None:
    failing(monkeypatch, two_barred[0], _Deadlock("deadlock detected"), times=1)
    assert looked_at(stage, context) == 2
    assert told_of_failures(stage) == 0


def test_a_payment_that_others_are_always_in_the_way_of_is_told_and_holds_up_no_other(
    stage: Stage,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    two_barred: tuple[Payment, Payment],
) -> None:
    failing(monkeypatch, two_barred[0], _Deadlock("deadlock detected"), times=2)
    assert looked_at(stage, context) == 1
    assert [payment.state for payment in two_barred] == ["ordered", "barred"]
    assert told_of_failures(stage) == 1


def test_a_database_that_is_away_ends_the_turn_and_is_told_as_no_failure_of_a_payment(
    stage: Stage,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    two_barred: tuple[Payment, Payment],
) -> None:
    failing(monkeypatch, two_barred[0], _Gone("the connection is lost"), times=1)
    with pytest.raises(OperationalError):
        looked_at(stage, context)
    stage.session.expire_all()
    assert [payment.state for payment in two_barred] == ["ordered", "ordered"]
    assert told_of_failures(stage) == 0


def test_all_payments_are_looked_at_in_one_session(
    stage: Stage,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    two_barred: tuple[Payment, Payment],
) -> None:
    assert looked_at(stage, context) == len(two_barred)
    opened, whole = [], context.database.session

    def counted(*, writing: bool) -> Session:
        opened.append(writing)
        return whole(writing=writing)

    monkeypatch.setattr(context.database, "session", counted)
    assert looked_at(stage, context) == 0
    assert opened == [False]


def test_a_look_that_fails_leaves_the_session_to_the_others(
    stage: Stage,
    context: Context,
    monkeypatch: pytest.MonkeyPatch,
    two_barred: tuple[Payment, Payment],
) -> None:
    whole, number = bars.has_changed, two_barred[0].id

    def fails(session: Session, payment: int, now: datetime) -> bool:
        if payment == number:
            with suppress(DBAPIError):
                session.execute(text("SELECT nothing FROM nowhere"))
            raise ValueError("no such account")
        return whole(session, payment, now)

    monkeypatch.setattr(bars, "has_changed", fails)
    assert looked_at(stage, context) == 1
    assert told_of_failures(stage) == 1
