"""The books: whatever is done, they sum to zero, pay nothing twice, and show who altered them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.models import LedgerEntry, LedgerTransaction, Payment
from app.services.cases import workflow_of
from app.services.money import ledger
from app.services.money.ledger import Account, OutOfMoney
from app.services.money.positions import position
from app.services.money.verifying import verify
from tests.services.money import (
    AWARD,
    PAID,
    Funded,
    approved,
    funded,
    latest_move,
    paid,
    received,
    sent,
    signed,
)
from tests.services.stage import MINUTES, Stage
from workflows.money.books import AccountKind, Purpose
from workflows.roles import SYSTEM_ROLES, Role

pytestmark = pytest.mark.each_database

BUDGET = AccountKind.BUDGET


@pytest.fixture
def paid_half(stage: Stage) -> Funded:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    return of


def test_the_books_of_a_payment_hold(stage: Stage, paid_half: Funded) -> None:
    assert verify(stage.session) is None
    stands = position(stage.session, paid_half.project)
    assert stands.committed + stands.ordered + stands.paid == stands.approved


def test_a_flow_that_is_not_allowed_or_does_not_balance_is_never_posted(
    stage: Stage, paid_half: Funded
) -> None:
    move, project = latest_move(stage), paid_half.project.id
    treasury = Account(AccountKind.TREASURY, 2026)
    hand = Account(AccountKind.IN_HAND, project)
    for entries in ({treasury: -1, hand: 1}, {treasury: -1, Account(BUDGET, 1): 2}, {}):
        with pytest.raises(ValueError, match=r"pay|balance"):
            ledger.post(stage.session, Purpose.PAY, entries, move, key="wrong")


def test_an_account_is_never_overdrawn(stage: Stage, paid_half: Funded) -> None:
    committed = Account(AccountKind.COMMITTED, paid_half.project.id)
    ordered = Account(AccountKind.ORDERED, paid_half.project.id)
    with pytest.raises(OutOfMoney) as lacking:
        ledger.transfer(
            stage.session,
            Purpose.ORDER,
            committed,
            ordered,
            AWARD // 2 + 1,
            latest_move(stage),
            key="too much",
        )
    assert "¥0.01" in lacking.value.refusals.reasons[0].reason.en


def test_one_cause_is_posted_once(stage: Stage, paid_half: Funded) -> None:
    source = ledger.account_of(paid_half.fund.source)
    committed = Account(AccountKind.COMMITTED, paid_half.project.id)
    for _ in range(2):
        ledger.transfer(
            stage.session, Purpose.COMMIT, source, committed, 7, latest_move(stage), key="one cause"
        )
    assert ledger.balance(stage.session, committed) == AWARD // 2 + 7


ANSWERS = {
    **PAID,
    **MINUTES,
    "reason": "按规定办理",
    "received_on": "2026-03-02",
    "freeze_class": "audit",
    "heading": "operation",
    "amount": "33333",
    "spent_until": "2026-03-01",
    "refunded_on": "2026-03-02",
    "published_on": "2026-03-02",
    "place": "公告栏",
}


@pytest.fixture
def ordered(stage: Stage) -> tuple[Funded, Payment]:
    """A payment is ordered, and everybody is there who might do something."""
    for role in Role:
        if role not in SYSTEM_ROLES:
            stage.holder(role)
    stage.holder(Role.FINANCE, "second")
    of = funded(stage)
    return of, signed(stage, of)


@given(
    start=st.sampled_from((None, sent, paid, paid)),
    steps=st.lists(st.integers(0, 999), min_size=10, max_size=40),
)
@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_no_order_of_events_unbalances_the_books_or_pays_twice(
    stage: Stage,
    ordered: tuple[Funded, Payment],
    start: Callable[[Stage, Payment], object] | None,
    steps: list[int],
) -> None:
    of, payment = ordered
    savepoint = stage.session.begin_nested()
    if start is not None:
        start(stage, payment)
    for step in steps:
        one_step(stage, of, payment, step)
        conserved(stage, of)
    assert verify(stage.session) is None
    pays = select(func.count(LedgerTransaction.id)).where(
        LedgerTransaction.key == f"pay-payment-{payment.id}"
    )
    assert stage.session.scalar(pays) == (1 if payment.paid_on else 0)
    savepoint.rollback()
    stage.session.expire_all()


def one_step(stage: Stage, of: Funded, payment: Payment, step: int) -> None:
    """Something anybody might try where things stand; a refusal changes nothing."""
    case = (payment, payment, payment.batch or payment, of.fund)[step % 4]
    moves = [t for t in workflow_of(case).leaving(case.state) if t.name != "cancel" or step > 900]
    if step % 25 == 0:
        of.project.state = ENDINGS[step // 25 % len(ENDINGS)]
        stage.session.flush()
    elif moves:
        move = moves[step // 4 % len(moves)]
        role = min(move.roles - {Role.SYSTEM_CLOCK}, default=Role.FINANCE)
        which = "second" if move.name == "send" else "first"
        by = of.treasurer if role is Role.UNIT_FINANCE else stage.holder(role, which)
        stage.take(case, move.name, by, **ANSWERS)


ENDINGS = ("active", "active", "active", "passed", "terminated", "revoked")


def conserved(stage: Stage, of: Funded) -> None:
    """I3: pool = uncommitted + committed; committed = paid + ordered + the rest; refunds return."""
    total = stage.session.scalar(select(func.sum(LedgerEntry.amount)))
    assert int(total or 0) == 0
    stands = position(stage.session, of.project)
    left = ledger.balance(stage.session, ledger.account_of(of.fund.source))
    assert left + stands.committed + stands.ordered + stands.paid == of.project.proposal.call.budget
    assert min(left, stands.committed, stands.ordered, stands.in_hand, stands.spent) >= 0


def test_two_payments_sent_and_paid_keep_the_books(stage: Stage) -> None:
    for _ in range(2):
        of = funded(stage)
        payment = signed(stage, of)
        sent(stage, payment)
        stage.moved(payment, "pay", stage.holder(Role.FINANCE), **PAID)
    approved(stage, signed(stage, funded(stage)))
    assert verify(stage.session) is None
