"""An order cancelled by mistake keeps its place among the parts of the award until it is made
again; the others are neither taken for it nor share its money (§3.6)."""

from __future__ import annotations

import pytest

from app.models import Payment
from app.services.money import payments, verifying
from app.services.money.funds import payments_of
from app.services.money.parts import ordered_by_unit, planned_parts
from app.services.money.positions import position
from app.services.money.shares import fiscal_shares
from tests.services.consortia import Consortium, consortium
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


def share_lowered(stage: Stage, left: int) -> Consortium:
    """Each unit is paid directly; the order to the last partner was cancelled, and then its share
    lowered to what is `left` of it, for the good of the lead unit."""
    of = consortium(stage, payee_mode=EACH)
    order = payments_of(stage.session, of.project)[-1]
    assert order.payee_id == of.shares[1].unit_id
    stage.moved(order, "cancel", stage.holder(Role.FINANCE), reason="误撤")
    of.shares[1].fiscal = left
    stage.session.flush()
    return of


def test_one_made_again_after_its_units_share_was_lowered_is_no_more_than_that_share(
    stage: Stage,
) -> None:
    of = share_lowered(stage, 100_00)
    assert sum(planned_parts(stage.session, of.project)) == of.project.amount
    stage.moved(of.fund, "order_missed", of.project.proposal.call.drafted_by)
    again = payments_of(stage.session, of.project)[-1]
    assert (again.payee_id, again.amount) == (of.shares[1].unit_id, 100_00)
    assert verifying.verify(stage.session) is None
    made = payments.order_rest(stage.session, of.project, of.project, latest_move(stage))
    assert made is not None, "the next step goes on"
    shares = fiscal_shares(of.project, of.shares)
    assert tuple(ordered_by_unit(stage.session, of.project).values()) == shares


def test_nothing_is_made_again_for_a_unit_whose_share_is_used_up(stage: Stage) -> None:
    of = share_lowered(stage, 0)
    officer = of.project.proposal.call.drafted_by
    why = stage.refused(of.fund, "order_missed", officer)["missed_can_be_ordered"].zh
    assert of.shares[1].unit.name in why
    assert sum(planned_parts(stage.session, of.project)) == of.project.amount
