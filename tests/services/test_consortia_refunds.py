"""What a consortium pays back: each unit its own, and back to each what an appeal restores."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.asked import asking_once
from app.models import Payment, Person
from app.services.money import verifying
from app.services.money.dues import owed, owed_by_lead, owed_by_share
from app.services.money.funds import payments_of
from app.services.money.positions import position
from app.services.money.shares import standing
from tests.services.consortia import (
    AWARD,
    SPENT,
    Consortium,
    accounted,
    arrived,
    conserved,
    consortium,
    forwarded,
)
from tests.services.money import paid, received
from tests.services.recoveries import closed, upheld
from tests.services.stage import MINUTES, Stage
from tests.web.counting import counting
from workflows.roles import Role

REFUND = {"refunded_on": "2026-03-02", "reference": "TK-1"}


@pytest.fixture
def of(stage: Stage) -> Consortium:
    return arrived(stage)


def test_after_a_termination_each_unit_pays_back_its_own_balance(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    finance, share = stage.holder(Role.FINANCE), of.shares[0]
    assert "share_takes_refunds" in stage.refused(
        share, "refund_share", finance, **REFUND, amount="1"
    )
    of.project.state = "terminated"
    stage.session.flush()
    accounted(stage, of)
    stage.moved(of.fund, "recover", finance)
    lead_holds = position(stage.session, of.project).in_hand
    assert "refund_is_the_leads" in stage.refused(
        of.fund, "record_refund", finance, **REFUND, amount=str(lead_holds + 1)
    )
    stage.moved(of.fund, "record_refund", finance, **REFUND, amount=str(lead_holds))
    assert "nothing_is_owed" in stage.refused(of.fund, "close_recovery", finance)
    for share in of.shares:
        held = standing(stage.session, share).held
        assert "refund_within_share" in stage.refused(
            share, "refund_share", finance, **REFUND, amount=str(held + 1)
        )
        assert "share_owes_nothing" in stage.refused(share, "settle_share", finance)
        stage.moved(share, "refund_share", finance, **REFUND, amount=str(held))
        stage.moved(share, "settle_share", finance)
    closed(stage, of.fund)
    conserved(stage, of)


@pytest.mark.parametrize("mode", ["lead", "each"])
def test_no_share_is_settled_while_a_payment_is_under_way_that_brings_it_money(
    stage: Stage, mode: str
) -> None:
    of, finance = consortium(stage, payee_mode=mode), stage.holder(Role.FINANCE)
    share, purse = of.shares[0], of.purses[0]
    bringing = share.unit_id if mode == "each" else of.project.proposal.lead_unit_id
    payment = next(p for p in payments_of(stage.session, of.project) if p.payee_id == bringing)
    of.project.state = "passed"
    ordered = stage.refused(share, "settle_share", finance)
    assert payment.number in ordered["payments_for_share_finished"].zh
    of.project.state = "active"
    paid(stage, payment)
    of.project.state = "passed"
    waits = stage.refused(share, "settle_share", finance)
    assert payment.number in waits["payments_for_share_confirmed"].zh
    whose = purse if mode == "each" else of.funded.treasurer
    stage.moved(payment, "confirm_receipt", whose, received_on="2026-03-02")
    if mode == "lead":
        stage.moved(share, "forward", whose, forwarded_on="2026-03-02", reference="ZB-1")
        stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")
    stage.moved(share, "settle_share", finance)


def test_after_a_revocation_a_partner_whose_share_was_settled_pays_back_what_it_spent(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    finance, share, purse = stage.holder(Role.FINANCE), of.shares[0], of.purses[0]
    held = standing(stage.session, share).held
    stage.moved(share, "report_share_spending", purse, **SPENT, amount=str(held))
    of.project.state = "passed"
    stage.session.flush()
    for one in of.shares:
        stage.moved(one, "settle_share", finance)
    assert "share_is_recovered" in stage.refused(share, "reopen_share", Role.SYSTEM_CLOCK)
    of.project.state = "revoked"
    stage.session.flush()
    stage.moved(of.fund, "await_recovery", Role.SYSTEM_CLOCK)
    stage.moved(of.fund, "recover", finance)
    assert [one.state for one in of.shares] == ["waiting", "waiting"]
    beyond = stage.refused(share, "refund_share", finance, **REFUND, amount=str(held + 1))
    assert "refund_within_share" in beyond
    stage.moved(share, "refund_share", finance, **REFUND, amount=str(held))
    stage.moved(share, "settle_share", finance)
    conserved(stage, of)


def test_of_a_balance_that_was_left_the_lead_unit_pays_nothing_for_what_a_partner_owes(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    finance, share, purse = stage.holder(Role.FINANCE), of.shares[0], of.purses[0]
    stage.moved(share, "report_share_spending", purse, **SPENT, amount="100")
    of.project.state, of.fund.settled_at = "concluded", stage.now
    stage.session.flush()
    stage.at(stage.now + timedelta(minutes=1))
    taken_back = {"heading": "operation", "amount": "100", "reason": "不符。"}
    stage.moved(share, "disallow_share_spending", finance, **taken_back)
    stage.moved(of.fund, "recover", finance)
    assert position(stage.session, of.project).in_hand >= of.fund.owed == 100
    sent = {"sent_on": "2026-03-02", "transfer": "TK-9", "amount": "100"}
    for refused in (
        stage.refused(of.fund, "announce_refund", of.funded.treasurer, **sent),
        stage.refused(of.fund, "record_refund", finance, **REFUND, amount="100"),
    ):
        assert refused.keys() == {"refund_is_the_leads"}
    stage.moved(share, "refund_share", finance, **REFUND, amount="100")
    closed(stage, of.fund)
    conserved(stage, of)


def test_what_the_units_of_a_settled_project_owe_is_asked_for_once(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    of.project.state, of.fund.settled_at = "concluded", stage.now
    stage.session.flush()
    with asking_once(stage.session):
        assert owed(stage.session, of.fund) == 0
        with counting(stage.session.connection()) as asked:
            assert [owed_by_share(stage.session, share) for share in of.shares] == [0, 0]
            assert owed_by_lead(stage.session, of.fund) == 0
    assert not [statement for statement in asked if "ledger_entry" in statement]


def in_recovery(stage: Stage, of: Consortium) -> Person:
    of.project.state = "terminated"
    stage.session.flush()
    accounted(stage, of)
    finance = stage.holder(Role.FINANCE)
    stage.moved(of.fund, "recover", finance)
    return finance


def test_money_recorded_as_forwarded_is_refunded_by_whoever_has_it(
    stage: Stage, of: Consortium
) -> None:
    (share, other), (purse, _) = of.shares, of.purses
    stage.moved(share, "forward", of.funded.treasurer, forwarded_on="2026-03-02", reference="ZB-1")
    sent = standing(stage.session, share).on_its_way
    finance = in_recovery(stage, of)
    assert (share.state, other.state) == ("forwarded", "waiting")
    hand = position(stage.session, of.project).in_hand
    refused = stage.refused(of.fund, "record_refund", finance, **REFUND, amount=str(hand))
    assert share.unit.name in refused["refund_leaves_what_was_forwarded"].zh
    stage.moved(of.fund, "record_refund", finance, **REFUND, amount=str(hand - sent))
    stage.moved(other, "settle_share", finance)
    stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")
    assert standing(stage.session, share).held == sent
    stage.moved(share, "refund_share", finance, **REFUND, amount=str(sent))
    closed(stage, of.fund)
    conserved(stage, of)


def test_money_that_did_not_arrive_is_refunded_by_the_lead_unit(
    stage: Stage, of: Consortium
) -> None:
    share, purse = of.shares[0], of.purses[0]
    stage.moved(share, "forward", of.funded.treasurer, forwarded_on="2026-03-02", reference="ZB-1")
    finance = in_recovery(stage, of)
    of.fund.state = "defaulted"
    stage.session.flush()
    assert "nothing_on_its_way" in stage.refused(
        of.fund,
        "write_off",
        stage.holder(Role.DECISION_MAKER),
        **MINUTES,
        reason="单位破产",
    )
    stage.moved(share, "deny_forwarding", purse, reason="银行退回")
    assert share.state == "waiting"
    hand = position(stage.session, of.project).in_hand
    stage.moved(of.fund, "record_refund", finance, **REFUND, amount=str(hand))
    stage.moved(share, "settle_share", finance)
    conserved(stage, of)


def test_a_revocation_asks_every_unit_for_what_it_spent_too(stage: Stage, of: Consortium) -> None:
    forwarded(stage, of)
    share, purse = of.shares[0], of.purses[0]
    stage.moved(share, "report_share_spending", purse, **SPENT, amount="500")
    of.project.state = "revoked"
    stage.session.flush()
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    assert standing(stage.session, share).spent == 0
    assert of.fund.owed == position(stage.session, of.project).paid
    conserved(stage, of)


def test_what_is_written_off_is_that_of_every_unit(stage: Stage, of: Consortium) -> None:
    forwarded(stage, of)
    of.project.state = "terminated"
    stage.session.flush()
    accounted(stage, of)
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    of.fund.state = "defaulted"
    stage.session.flush()
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(of.fund, "write_off", meeting, **MINUTES, reason="单位破产")
    stands = position(stage.session, of.project)
    assert (stands.in_hand, stands.with_partners) == (0, 0)
    assert stands.lost == AWARD // 2 + (AWARD % 2)
    assert verifying.verify(stage.session) is None


@pytest.mark.parametrize("ending", ["terminated", "revoked"])
def test_after_an_appeal_what_the_lead_unit_gets_again_is_forwarded_though_shares_were_settled(
    stage: Stage, of: Consortium, ending: str
) -> None:
    of.project.state = ending
    stage.session.flush()
    if ending == "terminated":
        accounted(stage, of)
    finance = stage.holder(Role.FINANCE)
    stage.moved(of.fund, "recover", finance)
    stage.moved(of.fund, "record_refund", finance, **REFUND, amount=str(of.fund.owed))
    for share in of.shares:
        stage.moved(share, "settle_share", finance)
    closed(stage, of.fund)
    upheld(stage, of.funded)
    again = stage.session.scalars(select(Payment).where(Payment.basis == "appeal")).one()
    received(stage, of.funded, again)
    assert [share.state for share in of.shares] == ["to_forward", "to_forward"]
    forwarded(stage, of)
    assert all(standing(stage.session, share).held for share in of.shares)
    conserved(stage, of)


@pytest.mark.parametrize("payee_mode", ["lead", "each"])
def test_an_appeal_gives_each_unit_back_what_it_had_and_refunded(
    stage: Stage, payee_mode: str
) -> None:
    of = consortium(stage, payee_mode=payee_mode)
    for payment, purse in zip(
        stage.session.scalars(select(Payment).order_by(Payment.id)).all(),
        (of.funded.treasurer, *of.purses),
        strict=False,
    ):
        paid(stage, payment)
        stage.moved(payment, "confirm_receipt", purse, received_on="2026-03-02")
    if payee_mode == "lead":
        forwarded(stage, of)
    share, purse = of.shares[0], of.purses[0]
    held = standing(stage.session, share).held
    stage.moved(share, "report_share_spending", purse, **SPENT, amount="500")
    of.project.state = "revoked"
    stage.session.flush()
    finance = stage.holder(Role.FINANCE)
    stage.moved(of.fund, "recover", finance)
    stage.moved(share, "refund_share", finance, **REFUND, amount=str(held - 200))
    upheld(stage, of.funded)
    assert of.fund.state == "normal"
    stands = standing(stage.session, share)
    assert (stands.held, stands.spent, stands.to_forward) == (0, 200, 0)
    again = stage.session.scalars(select(Payment).where(Payment.basis == "appeal")).one()
    assert (again.payee, again.amount) == (share.unit, held - 200)
    paid(stage, again)
    assert standing(stage.session, share).held == held - 200
    conserved(stage, of)
