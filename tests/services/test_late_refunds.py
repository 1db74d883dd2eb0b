"""What a unit sends back finds its entry, whatever has become of the recovery meanwhile (J19,
J20)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.documents.amounts import in_figures
from app.models import Letter, Project, RoleGrant
from app.services.letter_facts.register import READERS
from app.services.money.positions import granted, position
from app.services.money.reckoning import reckoned
from app.services.money.recovering import announced
from app.services.money.verifying import verify
from tests.services.consortia import Consortium, accounted, arrived, conserved, forwarded
from tests.services.money import AWARD, Funded, latest_move, paid, received
from tests.services.recoveries import (
    REFUND,
    REST,
    SPENT,
    again,
    closed,
    ended,
    late,
    recovered_share,
    recovering,
    stands,
    upheld,
    written_off,
)
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role

ANNOUNCED = {"sent_on": "2026-03-02", "transfer": "TK-9"}


@pytest.mark.parametrize("state", ["terminated", "failed", "revoked"])
def test_a_refund_sent_before_an_appeal_was_upheld_is_booked_and_ordered_again(
    stage: Stage, state: str
) -> None:
    of = recovering(stage, state)
    stage.moved(of.fund, "announce_refund", of.treasurer, amount=str(REST), **ANNOUNCED)
    assert announced(stage.session, of.fund) == REST
    upheld(stage, of)
    assert (of.fund.state, again(stage)) == ("normal", [])
    assert announced(stage.session, of.fund) == REST, "which the page says still"
    late(stage, of, REST)
    assert announced(stage.session, of.fund) == 0
    (order,) = again(stage)
    assert (order.amount, order.payee) == (REST, of.project.proposal.lead_unit)
    after = stands(stage, of)
    assert (after.in_hand, after.ordered, after.refunded) == (0, REST, REST)
    assert after.granted == AWARD, "what came back and is paid again is granted once"
    assert verify(stage.session) is None
    received(stage, of, order)
    assert stands(stage, of).in_hand == REST
    assert verify(stage.session) is None


def test_neither_who_upheld_the_appeal_nor_who_recorded_the_refund_approves_what_is_paid_again(
    stage: Stage,
) -> None:
    """As of a payment that the bank sent back."""
    of, meeting = recovering(stage, "terminated"), stage.holder(Role.DECISION_MAKER)
    upheld(stage, of)
    late(stage, of, 100)
    (order,) = again(stage)
    held = select(RoleGrant).where(RoleGrant.person_id == meeting.id)
    stage.session.scalars(held).one().role = Role.FINANCE.value
    refused = stage.refused(order, "approve", meeting)
    assert refused.keys() == {"separation_of_duties"}
    recorder = stage.holder(Role.FINANCE, "second")
    assert stage.refused(order, "approve", recorder).keys() == {"separation_of_duties"}
    stage.moved(order, "approve", stage.holder(Role.FINANCE))


def test_two_people_of_finance_suffice_whoever_recorded_which_refund(stage: Stage) -> None:
    of = recovering(stage, "terminated")
    upheld(stage, of)
    for amount, recorder, approver in ((100, "first", "second"), (250, "second", "first")):
        late(stage, of, amount, by=recorder)
        order = again(stage)[-1]
        assert "separation_of_duties" in stage.refused(
            order, "approve", stage.holder(Role.FINANCE, recorder)
        )
        stage.moved(order, "approve", stage.holder(Role.FINANCE, approver))


def test_two_refunds_that_an_appeal_gave_back_are_each_paid_again_once(stage: Stage) -> None:
    of = recovering(stage, "terminated")
    late(stage, of, 100)
    upheld(stage, of)
    late(stage, of, 250)
    assert [order.amount for order in again(stage)] == [100, 250]
    assert verify(stage.session) is None
    for order in again(stage):
        paid(stage, order)
    assert verify(stage.session) is None
    again(stage)[1].amount += 1
    broken = verify(stage.session)
    assert broken is not None


def test_what_was_refunded_before_a_revival_no_later_appeal_gives_back(stage: Stage) -> None:
    of = recovering(stage, "terminated")
    late(stage, of, 100)
    raced_on(stage, of)
    late(stage, of, 70)
    before = stands(stage, of).granted
    of.project.state = "revoked"
    stage.session.flush()
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    late(stage, of, 250)
    assert stands(stage, of).granted == before
    upheld(stage, of)
    assert [order.amount for order in again(stage)] == [250]
    after = stands(stage, of)
    assert (after.refunded, after.refunded_and_promised_again) == (420, 250)
    assert after.granted == before
    in_sums = select(granted()).where(Project.id == of.project.id)
    assert stage.session.scalar(in_sums) == before
    officer = of.project.proposal.call.drafted_by
    assert "order_was_missed" in stage.refused(of.fund, "order_missed", officer)
    assert verify(stage.session) is None


def raced_on(stage: Stage, of: Funded) -> None:
    of.project.state = "active"
    stage.session.flush()
    stage.moved(of.fund, "go_on_after_balance", Role.SYSTEM_CLOCK)


def test_of_two_equal_refunds_one_whose_order_was_cancelled_is_ordered_again_and_never_beyond(
    stage: Stage,
) -> None:
    of, finance = recovering(stage, "terminated"), stage.holder(Role.FINANCE)
    late(stage, of, 100)
    upheld(stage, of)
    late(stage, of, 100)
    officer = of.project.proposal.call.drafted_by
    assert "order_was_missed" in stage.refused(of.fund, "order_missed", officer)
    stage.moved(again(stage)[0], "cancel", finance, reason="误撤")
    stage.moved(of.fund, "order_missed", officer)
    assert "order_was_missed" in stage.refused(of.fund, "order_missed", officer)
    for order in again(stage)[1:]:
        stage.moved(order, "cancel", finance, reason="误撤")
    stage.moved(of.fund, "order_missed", officer)
    living = [order.amount for order in again(stage) if order.state != "cancelled"]
    assert living == [100, 100]
    assert "order_was_missed" in stage.refused(of.fund, "order_missed", officer)
    assert verify(stage.session) is None


def test_more_than_the_lead_unit_has_cannot_have_come_back(stage: Stage) -> None:
    of, finance = recovering(stage, "terminated"), stage.holder(Role.FINANCE)
    upheld(stage, of)
    beyond = stage.refused(of.fund, "record_refund", finance, amount=str(REST + 1), **REFUND)
    assert beyond.keys() == {"refund_was_the_leads"}


def test_of_a_project_that_never_ended_no_refund_is_recorded(stage: Stage) -> None:
    of, finance = ended(stage, "active"), stage.holder(Role.FINANCE)
    refused = stage.refused(of.fund, "record_refund", finance, amount="1", **REFUND)
    assert "refund_may_be_on_its_way" in refused


def test_what_was_written_off_and_comes_after_all_is_found_again_and_booked(stage: Stage) -> None:
    of, finance = recovering(stage), stage.holder(Role.FINANCE)
    written_off(stage, of)
    late(stage, of, 1000)
    after = stands(stage, of)
    assert (of.fund.state, after.lost, after.in_hand, after.refunded) == (
        "written_off",
        REST - 1000,
        0,
        1000,
    )
    beyond = stage.refused(of.fund, "record_refund", finance, amount=str(REST - 999), **REFUND)
    assert beyond.keys() == {"refund_was_the_leads"}
    assert again(stage) == []
    upheld(stage, of)
    given_back = stands(stage, of)
    assert (given_back.lost, given_back.in_hand, given_back.ordered) == (0, REST - 1000, 1000)
    assert verify(stage.session) is None


def test_what_was_referred_to_a_court_is_booked_when_it_comes_and_the_recovery_is_closed(
    stage: Stage,
) -> None:
    of, finance = recovering(stage), stage.holder(Role.FINANCE)
    of.fund.state = "defaulted"
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(of.fund, "refer", meeting, **MINUTES, reason="移送")
    assert "nothing_is_owed" in stage.refused(of.fund, "close_recovery", finance)
    late(stage, of, REST)
    closed(stage, of.fund)
    assert (of.fund.state, stands(stage, of).refunded) == ("recovered", REST)
    assert verify(stage.session) is None


def test_the_letter_of_a_refund_after_a_write_off_says_what_was_written_off_as_the_page_does(
    stage: Stage,
) -> None:
    of = recovering(stage)
    written_off(stage, of)
    of.project.state = "revoked"
    stage.session.flush()
    stage.moved(of.fund, "await_recovery", Role.SYSTEM_CLOCK)
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    shown = {label.zh: amount for label, amount in reckoned(stage.session, of.fund).lines}
    assert (shown["减：已核销"], sum(shown.values())) == (-REST, SPENT)
    facts = READERS["refund_notice"](stage.session, of.fund, latest_move(stage))
    assert (facts.lost, facts.owed) == (REST, SPENT)
    newest = select(Letter).where(Letter.letter_kind == "refund_notice").order_by(Letter.id.desc())
    letter = stage.session.scalars(newest).first()
    assert letter is not None
    rows = [tuple(r) for b in letter.payload["blocks"] for r in b.get("rows", ())]
    assert ("已核销", in_figures(REST)) in rows


@pytest.fixture
def of(stage: Stage) -> Consortium:
    return arrived(stage)


def test_a_partners_refund_that_comes_after_an_appeal_is_ordered_again_for_that_partner(
    stage: Stage, of: Consortium
) -> None:
    finance, share = recovered_share(stage, of), of.shares[0]
    upheld(stage, of.funded)
    stage.moved(share, "refund_share", finance, **REFUND, amount="700")
    (order,) = again(stage)
    assert (order.payee, order.amount) == (share.unit, 700)
    conserved(stage, of)


def test_a_partners_refund_that_comes_after_the_write_off_is_booked(
    stage: Stage, of: Consortium
) -> None:
    finance, share = recovered_share(stage, of), of.shares[0]
    written_off(stage, of.funded)
    stage.moved(share, "settle_share", finance)
    stage.moved(share, "refund_share", finance, **REFUND, amount="700")
    beyond = stage.refused(share, "refund_share", finance, **REFUND, amount=str(share.fiscal))
    assert beyond.keys() == {"refund_within_share"}
    assert position(stage.session, of.project).refunded == 700
    assert verify(stage.session) is None


def test_a_recovery_begins_once_every_unit_with_money_has_said_what_it_spent(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    of.project.state, of.project.state_entered_at = "failed", stage.now
    stage.session.flush()
    finance, share = stage.holder(Role.FINANCE), of.shares[0]
    waits = stage.refused(of.fund, "recover", finance)
    assert waits.keys() == {"units_have_reported"}
    assert all(one.unit.name in waits["units_have_reported"].zh for one in of.shares)
    assert of.project.proposal.lead_unit.name in waits["units_have_reported"].zh
    accounted(stage, of)
    assert "partner_has_said_nothing" in stage.refused(
        share, "report_no_share_spending", of.purses[0]
    )
    stage.moved(of.fund, "recover", finance)
    spent = {"heading": "operation", "spent_until": "2026-03-02", "amount": "1"}
    refused = stage.refused(share, "report_share_spending", of.purses[0], **spent)
    assert "partner_reports_in_time" in refused


def test_a_unit_that_never_reports_holds_up_nothing_once_its_term_is_over(
    stage: Stage, of: Consortium
) -> None:
    forwarded(stage, of)
    of.project.state, of.project.state_entered_at = "failed", stage.now
    stage.session.flush()
    finance = stage.holder(Role.FINANCE)
    assert "units_have_reported" in stage.refused(of.fund, "recover", finance)
    stage.at(stage.now + timedelta(days=15))
    told = reckoned(stage.session, of.fund)
    assert len(told.unreported) == 3
    stage.moved(of.fund, "recover", finance)
    assert of.fund.owed == position(stage.session, of.project).paid
