"""An upheld appeal undoes a recovery, in state and in money (J19)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.models import Letter, Payment
from app.queries.books.money_panel import money_of
from app.services.money.positions import Position, granted, position
from app.services.money.verifying import verify
from tests.services.money import AWARD, Funded, paid, rest_ordered
from tests.services.recoveries import HALF, REFUND, SPENT, closed, recovering, upheld
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role


def refunded(stage: Stage, of: Funded, amount: int) -> None:
    stage.moved(of.fund, "record_refund", stage.holder(Role.FINANCE), amount=str(amount), **REFUND)


def stands(stage: Stage, of: Funded) -> Position:
    return position(stage.session, of.project)


@pytest.mark.parametrize("state", ["terminated", "failed", "revoked"])
def test_a_recovery_begun_is_withdrawn_and_what_was_spent_counts_again(
    stage: Stage, state: str
) -> None:
    of = recovering(stage, state)
    assert stands(stage, of).committed == 0
    upheld(stage, of)
    assert (of.project.state, of.fund.state, of.fund.owed) == ("re_accept", "normal", 0)
    after = stands(stage, of)
    assert (after.in_hand, after.spent, after.committed) == (HALF - SPENT, SPENT, HALF)
    assert verify(stage.session) is None


def test_what_was_refunded_is_ordered_again_on_the_basis_of_the_appeal(stage: Stage) -> None:
    of = recovering(stage, "terminated")
    refunded(stage, of, of.fund.owed)
    closed(stage, of.fund)
    upheld(stage, of)
    again = stage.session.scalars(select(Payment).where(Payment.basis == "appeal")).one()
    assert (again.amount, again.state) == (HALF - SPENT, "ordered")
    after = stands(stage, of)
    assert (after.ordered, after.committed, after.spent) == (HALF - SPENT, HALF, SPENT)
    assert after.committed + after.ordered + after.paid == AWARD
    assert after.granted == AWARD, "what was paid back and is paid again is granted once"
    assert stage.session.scalar(select(func.sum(granted()))) == AWARD
    assert verify(stage.session) is None


def test_what_is_paid_again_is_no_part_of_the_plan(stage: Stage) -> None:
    of = recovering(stage, "terminated")
    refunded(stage, of, of.fund.owed)
    closed(stage, of.fund)
    upheld(stage, of)
    panel = money_of(stage.session, of.project, [])
    assert panel is not None
    again = stage.session.scalars(select(Payment).where(Payment.basis == "appeal")).one()
    shown = [(part.number, part.payment and part.payment.basis) for part in panel.parts]
    assert shown == [(1, "contract"), (2, None), (3, None), (None, "appeal")]
    paid(stage, again)
    letters = select(Letter).where(Letter.about_kind == "payment", Letter.about_id == again.id)
    assert "复查改正后重新拨付的财政科研经费" in str(stage.session.scalars(letters).one().payload)
    last = rest_ordered(stage, of)
    assert last.part == 2, "and is not counted as one"


def test_spending_that_was_refunded_is_accounted_for_when_its_money_has_come_again(
    stage: Stage,
) -> None:
    of = recovering(stage, "revoked")
    refunded(stage, of, HALF)
    upheld(stage, of)
    after = stands(stage, of)
    assert (after.in_hand, after.spent, after.ordered) == (0, 0, HALF)


def test_a_write_off_is_withdrawn(stage: Stage) -> None:
    of = recovering(stage, "terminated")
    of.fund.state = "defaulted"
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(of.fund, "write_off", meeting, **MINUTES, reason="无财产可供执行")
    upheld(stage, of)
    after = stands(stage, of)
    assert (of.fund.state, after.lost, after.in_hand) == ("normal", 0, HALF - SPENT)


def test_nothing_is_reinstated_while_the_decision_stands(stage: Stage) -> None:
    of = recovering(stage, "revoked")
    reasons = stage.refused(of.fund, "reinstate", Role.SYSTEM_CLOCK)
    assert "recovery_lost_its_ground" in reasons


def test_a_revocation_after_a_termination_recovers_the_rest_with_a_notice_of_its_own(
    stage: Stage,
) -> None:
    of = recovering(stage, "terminated")
    refunded(stage, of, of.fund.owed)
    finance = stage.holder(Role.FINANCE)
    closed(stage, of.fund)
    of.project.state = "revoked"
    stage.session.flush()
    stage.moved(of.fund, "recover", finance)
    assert (of.fund.state, of.fund.owed) == ("recovering", SPENT)
    notices = select(Letter).where(Letter.letter_kind == "refund_notice")
    assert len(stage.session.scalars(notices).all()) == 2
