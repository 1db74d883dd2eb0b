"""Orders of payment to a unit that leads no more (§3.9)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import ChangeRequest, History, Message, Organisation, Payment
from app.services.money import verifying
from app.services.money.checking import usable_account
from tests.after.test_new_lead_unit import wanted
from tests.factories import organisation
from tests.services.consortia import Consortium, arrived, consortium
from tests.services.money import funded, signed, verified_account
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role


def test_an_order_to_the_lead_unit_before_is_not_paid_and_is_made_anew_to_the_present_one(
    stage: Stage,
) -> None:
    of = funded(stage)
    before = signed(stage, of)
    finance = stage.holder(Role.FINANCE)
    unit = organisation(stage.session)
    of.project.proposal.lead_unit = unit
    stage.session.flush()
    verified_account(stage, unit, of.treasurer)
    refused = stage.refused(before, "approve", finance)
    assert "已不是项目单位" in refused["account_is_the_units"].zh
    stage.moved(before, "cancel", finance, reason="牵头单位已变更")
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(of.fund, "order_missed", officer)
    rows = select(Payment).where(Payment.project_id == of.project.id).order_by(Payment.id)
    _, again = stage.session.scalars(rows)
    assert (again.payee_id, again.amount) == (unit.id, before.amount)
    assert "order_was_missed" in stage.refused(of.fund, "order_missed", officer), "and only once"
    assert verifying.verify(stage.session) is None


@pytest.mark.parametrize(
    ("state", "then"), [("ordered", "ordered"), ("approved", "ordered"), ("held", "held")]
)
def test_an_order_that_the_treasury_does_not_have_yet_follows_the_change_of_the_lead_unit(
    stage: Stage, state: str, then: str
) -> None:
    of = funded(stage)
    payment, finance = signed(stage, of), stage.holder(Role.FINANCE)
    amount, unit, before = payment.amount, organisation(stage.session), payment.payee.name
    payment.state = state
    if state == "approved":
        payment.account = usable_account(stage.session, payment.payee)
    case = wanted(stage, of, unit.name)
    assert isinstance(case, ChangeRequest)
    case.state = "deciding"
    decides = stage.holder(Role.DECISION_MAKER)
    stage.moved(case, "grant", decides, **MINUTES, reason="同意。")
    assert (payment.payee, payment.account, payment.state) == (unit, None, then)
    (noted,) = stage.session.scalars(
        select(History.given).where(History.transition == "payee_changed")
    )
    assert (noted["payee_before"], noted["payee"]) == (before, unit.name)
    assert ("account_before" in noted) == (state == "approved")
    assert payment.amount == amount
    told = select(Message.about_kind, Message.about_id).where(
        Message.message_kind == "payment_follows_the_lead", Message.person_id == finance.id
    )
    assert [tuple(row) for row in stage.session.execute(told)] == [("payment", payment.id)]
    if then == "ordered":
        verified_account(stage, unit, of.treasurer)
        stage.moved(payment, "approve", stage.holder(Role.FINANCE))
        assert payment.account is not None
        assert payment.account.organisation_id == unit.id
    assert verifying.verify(stage.session) is None


def led_by(stage: Stage, of: Consortium, unit: Organisation) -> None:
    case = wanted(stage, of.funded, unit.name)
    assert isinstance(case, ChangeRequest)
    case.state = "deciding"
    stage.moved(case, "grant", stage.holder(Role.DECISION_MAKER), **MINUTES, reason="同意。")


def test_an_order_stays_where_the_unit_that_takes_the_lead_has_one_of_its_own_on_that_basis(
    stage: Stage,
) -> None:
    of = consortium(stage, payee_mode="each")
    orders = stage.session.scalars(select(Payment).order_by(Payment.id)).all()
    lead, partner = of.project.proposal.lead_unit, of.shares[0].unit
    led_by(stage, of, partner)
    stays = next(order for order in orders if order.payee_id == lead.id)
    assert stays.payee is lead
    refused = stage.refused(stays, "approve", stage.holder(Role.FINANCE))
    assert "account_is_the_units" in refused
    assert verifying.verify(stage.session) is None


def test_a_partner_that_takes_the_lead_keeps_its_share_open_for_the_day_it_takes_part_again(
    stage: Stage,
) -> None:
    of = arrived(stage)
    led_by(stage, of, of.shares[0].unit)
    assert of.shares[0].state == "waiting"
