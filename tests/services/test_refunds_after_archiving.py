"""What comes back after its project was archived is booked, and opens nothing again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.models import Message
from app.services.money.positions import position
from app.services.money.verifying import verify
from tests.services.consortia import arrived
from tests.services.money import Funded, of_project, paid, rest_ordered
from tests.services.recoveries import (
    REFUND,
    REST,
    again,
    closed,
    ended,
    late,
    recovered_share,
    recovering,
    stands,
    written_off,
)
from tests.services.stage import MINUTES, Stage
from workflows.engine.money import amount_text
from workflows.money.books import AccountKind
from workflows.roles import Role


def archived(stage: Stage, of: Funded) -> None:
    stage.moved(of.project, "archive", Role.SYSTEM_CLOCK)
    assert of.fund.state == "archived"


@pytest.mark.parametrize("state", ["terminated", "revoked"])
def test_what_a_court_collects_after_the_archiving_is_booked_and_opens_nothing_again(
    stage: Stage, state: str
) -> None:
    of, finance = recovering(stage, state), stage.holder(Role.FINANCE)
    owed, of.fund.state = of.fund.owed, "defaulted"
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(of.fund, "refer", meeting, **MINUTES, reason="移送")
    archived(stage, of)
    late(stage, of, owed - 1)
    after = stands(stage, of)
    assert (after.refunded, after.in_hand, of.fund.state) == (owed - 1, 1, "archived")
    beyond = stage.refused(of.fund, "record_refund", finance, amount="2", **REFUND)
    assert beyond.keys() == {"refund_was_the_leads"}
    assert of.project.state == "archived"
    assert again(stage) == []
    assert verify(stage.session) is None


def test_what_was_written_off_and_comes_after_the_archiving_is_found_again(stage: Stage) -> None:
    of = recovering(stage)
    written_off(stage, of)
    archived(stage, of)
    late(stage, of, 1000)
    after = stands(stage, of)
    assert (after.lost, after.in_hand, after.refunded) == (REST - 1000, 0, 1000)
    assert verify(stage.session) is None


def test_who_reads_of_a_refund_reads_how_much_has_come(stage: Stage) -> None:
    of = recovering(stage)
    written_off(stage, of)
    archived(stage, of)
    late(stage, of, 1000)
    late(stage, of, 2000)
    came = select(Message).where(
        Message.message_kind == "refund_after_archiving", Message.person_id == of.treasurer.id
    )
    first, second = stage.session.scalars(came.order_by(Message.id))
    assert amount_text(1000).zh in first.body
    assert amount_text(2000).en in second.body_en


def test_of_an_archived_project_that_owed_nothing_no_refund_is_recorded(stage: Stage) -> None:
    of, finance = ended(stage, "passed"), stage.holder(Role.FINANCE)
    stage.moved(of.fund, "settle", finance)
    archived(stage, of)
    refused = stage.refused(of.fund, "record_refund", finance, amount="1", **REFUND)
    assert "refund_may_be_on_its_way" in refused


def test_a_partners_refund_that_comes_after_the_archiving_is_booked(stage: Stage) -> None:
    of = arrived(stage)
    finance, share = recovered_share(stage, of), of.shares[0]
    written_off(stage, of.funded)
    archived(stage, of.funded)
    stage.moved(share, "refund_share", finance, **REFUND, amount="700")
    assert (share.state, position(stage.session, of.project).refunded) == ("archived", 700)
    assert verify(stage.session) is None


def test_a_project_is_archived_only_once_what_its_unit_owes_has_come_back(stage: Stage) -> None:
    of, finance = ended(stage, "terminated"), stage.holder(Role.FINANCE)
    stage.moved(of.fund, "await_balance", Role.SYSTEM_CLOCK)
    refused = stage.refused(of.project, "archive", Role.SYSTEM_CLOCK)
    assert refused.keys() == {"project_money_settled"}
    assert f"应退经费 {amount_text(REST).zh}、项目经费未结清（待退结余）" in (
        refused["project_money_settled"].zh
    )
    stage.at(stage.now + timedelta(days=15))
    stage.moved(of.fund, "recover", finance)
    late(stage, of, REST - 1)
    assert "project_money_settled" in stage.refused(of.project, "archive", Role.SYSTEM_CLOCK)
    late(stage, of, 1)
    closed(stage, of.fund)
    archived(stage, of)
    assert verify(stage.session) is None


def test_a_project_is_archived_only_once_its_fund_is_settled(stage: Stage) -> None:
    of, finance = ended(stage, "passed"), stage.holder(Role.FINANCE)
    assert of_project(stage, AccountKind.COMMITTED, of)
    refused = stage.refused(of.project, "archive", Role.SYSTEM_CLOCK)
    assert refused.keys() == {"project_money_settled"}
    stage.moved(of.fund, "settle", finance)
    archived(stage, of)
    assert of_project(stage, AccountKind.COMMITTED, of) == 0


def test_a_project_is_archived_only_once_partners_have_confirmed_what_was_forwarded(
    stage: Stage,
) -> None:
    of = arrived(stage)
    share, partner = of.shares[0], of.purses[0]
    stage.moved(
        share, "forward", of.funded.treasurer, forwarded_on="2026-03-02", reference="转字1号"
    )
    of.project.state, of.fund.state = "terminated", "referred"
    stage.session.flush()
    refused = stage.refused(of.project, "archive", Role.SYSTEM_CLOCK)
    assert refused.keys() == {"project_forwardings_confirmed"}
    assert share.unit.name in refused["project_forwardings_confirmed"].zh
    stage.moved(share, "confirm_forwarding", partner, received_on="2026-03-02")
    archived(stage, of.funded)


def test_a_project_is_archived_only_once_its_unit_has_confirmed_every_payment(
    stage: Stage,
) -> None:
    of = ended(stage, "passed")
    rest = rest_ordered(stage, of)
    paid(stage, rest)
    refused = stage.refused(of.project, "archive", Role.SYSTEM_CLOCK)
    assert rest.number in refused["project_payments_settled"].zh
    stage.moved(rest, "confirm_receipt", of.treasurer, received_on="2026-03-02")
    stage.moved(of.fund, "settle", stage.holder(Role.FINANCE))
    archived(stage, of)
    assert rest.state == "archived"
