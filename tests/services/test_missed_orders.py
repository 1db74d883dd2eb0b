"""An order cancelled by mistake keeps its place among the parts of the award until it is made
again; the others are neither taken for it nor share its money (§3.6)."""

from __future__ import annotations

import pytest

from app.models import Payment
from app.services.money import payments, verifying
from app.services.money.funds import payments_of
from app.services.money.parts import planned_parts
from app.services.money.positions import position
from tests.services.consortia import consortium
from tests.services.money import Funded, funded, latest_move, signed
from tests.services.stage import Stage
from workflows.money.modes import EACH, LEAD
from workflows.roles import Role


def next_ordered(stage: Stage, of: Funded) -> Payment:
    """On a milestone, for which the fund stands here."""
    made = payments.order_next(stage.session, of.project, "milestone", of.fund, latest_move(stage))
    assert made is not None
    return made


def test_the_next_part_is_not_taken_for_one_that_was_cancelled_by_mistake(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    first, second, last = planned_parts(stage.session, of.project)
    stage.moved(payment, "cancel", stage.holder(Role.FINANCE), reason="误撤")
    made = next_ordered(stage, of)
    assert (made.part, made.amount) == (2, second)
    stage.moved(of.fund, "order_missed", of.project.proposal.call.drafted_by)
    stands = position(stage.session, of.project)
    assert (stands.ordered, stands.committed) == (first + second, last)
    assert planned_parts(stage.session, of.project) == (first, second, last)


@pytest.mark.parametrize("payee_mode", [EACH, LEAD])
def test_the_other_parts_do_not_share_the_money_of_one_cancelled_by_mistake(
    stage: Stage, payee_mode: str
) -> None:
    on = consortium(stage, payee_mode=payee_mode)
    plan = planned_parts(stage.session, on.project)
    newest = payments_of(stage.session, on.project)[-1]
    stage.moved(newest, "cancel", stage.holder(Role.FINANCE), reason="误撤")
    assert planned_parts(stage.session, on.project) == plan
    assert verifying.verify(stage.session) is None


def test_one_made_again_after_the_whole_was_lowered_is_no_more_than_its_part(
    stage: Stage,
) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    stage.moved(payment, "cancel", stage.holder(Role.FINANCE), reason="误撤")
    of.project.amount //= 4
    stage.session.flush()
    first, *others = planned_parts(stage.session, of.project)
    assert sum((first, *others)) == of.project.amount < payment.amount
    stage.moved(of.fund, "order_missed", of.project.proposal.call.drafted_by)
    again = payments_of(stage.session, of.project)[-1]
    assert (again.part, again.amount) == (1, first), "what waits for success waits"
