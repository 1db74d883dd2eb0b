"""A unit that confirmed by mistake that money came withdraws it: nothing is deleted, what rested on
it waits again, and what has been passed on or spent is not denied (§3.6)."""

from __future__ import annotations

from sqlalchemy import select

from app.models import LedgerTransaction, Payment, ProjectMilestone, Share
from app.services.money import payments, shares, verifying
from app.services.money.positions import position
from tests.services.consortia import SPENT, Consortium, arrived, conserved, forwarded
from tests.services.money import Funded, funded, latest_move, received, signed
from tests.services.stage import Stage
from workflows.roles import Role

MISTAKE = {"reason": "确认时看错了入账流水，是另一个项目的款"}


def first_received(stage: Stage) -> tuple[Funded, Payment]:
    of = funded(stage)
    first = signed(stage, of)
    received(stage, of, first)
    return of, first


def second_ordered(stage: Stage, of: Funded) -> Payment:
    rows = select(ProjectMilestone).where(ProjectMilestone.project_id == of.project.id)
    milestone = stage.session.scalars(rows.limit(1)).one()
    milestone.state = "passed"
    made = payments.order_next(
        stage.session, of.project, "milestone", milestone, latest_move(stage)
    )
    assert made is not None
    return made


def test_who_confirmed_a_receipt_withdraws_it_with_a_reason_and_confirms_it_anew(
    stage: Stage,
) -> None:
    of, first = first_received(stage)
    before = position(stage.session, of.project)
    assert "role_required" in stage.refused(
        first, "withdraw_receipt", stage.holder(Role.FINANCE), **MISTAKE
    )
    assert stage.refused(first, "withdraw_receipt", of.treasurer, reason="")
    stage.moved(first, "withdraw_receipt", of.treasurer, **MISTAKE)
    assert (first.state, first.received_on) == ("paid", None)
    assert first.due_at is not None, "to be confirmed, or reported as not arrived"
    assert position(stage.session, of.project) == before, "what was paid is paid"
    stage.moved(first, "confirm_receipt", of.treasurer, received_on="2026-03-02")
    assert first.state == "received"
    assert verifying.verify(stage.session) is None


def test_after_it_the_unit_may_report_that_it_has_not_arrived(stage: Stage) -> None:
    of, first = first_received(stage)
    stage.moved(first, "withdraw_receipt", of.treasurer, **MISTAKE)
    stage.moved(first, "deny_receipt", of.treasurer, reason="查账户流水，至今没有这笔款")
    assert first.state == "not_arrived"


def test_the_next_payment_waits_again_for_the_receipt(stage: Stage) -> None:
    of, first = first_received(stage)
    second = second_ordered(stage, of)
    assert second.state == "ordered"
    stage.moved(first, "withdraw_receipt", of.treasurer, **MISTAKE)
    assert second.state == "awaiting_unit"
    refused = stage.refused(second, "approve", stage.holder(Role.FINANCE))
    assert first.number in refused["last_receipt_confirmed"].zh
    stage.moved(first, "confirm_receipt", of.treasurer, received_on="2026-03-02")
    assert second.state == "ordered"


def test_of_a_project_whose_money_is_settled_no_receipt_is_withdrawn(stage: Stage) -> None:
    of, first = first_received(stage)
    of.fund.settled_at = stage.now
    assert "receipt_not_settled" in stage.refused(
        first, "withdraw_receipt", of.treasurer, **MISTAKE
    )


def test_what_the_unit_has_accounted_for_has_arrived(stage: Stage) -> None:
    of, first = first_received(stage)
    finance = stage.holder(Role.FINANCE)
    stage.moved(of.fund, "report_spending", of.treasurer, amount="100", **SPENT)
    refused = stage.refused(first, "withdraw_receipt", of.treasurer, **MISTAKE)
    assert "1.00" in refused["received_money_is_there"].en
    wrong = {"heading": "operation", "reason": "误报"}
    stage.moved(of.fund, "disallow_spending", finance, amount="100", **wrong)
    stage.moved(first, "withdraw_receipt", of.treasurer, **MISTAKE)


def test_nor_does_a_partner_withdraw_what_it_confirmed_once_the_money_is_settled(
    stage: Stage,
) -> None:
    of, share = all_forwarded(stage)
    of.fund.settled_at = stage.now
    refused = stage.refused(share, "withdraw_forwarding_receipt", of.purses[0], **MISTAKE)
    assert "厅财务" in refused["forwarding_receipt_not_settled"].zh
    of.fund.settled_at = None
    stage.moved(share, "withdraw_forwarding_receipt", of.purses[0], **MISTAKE)


def test_what_the_lead_unit_was_to_forward_waits_with_its_receipt(stage: Stage) -> None:
    of = arrived(stage)
    first = stage.session.scalars(select(Payment)).one()
    assert {share.state for share in of.shares} == {"to_forward"}
    stage.moved(first, "withdraw_receipt", of.funded.treasurer, **MISTAKE)
    assert {share.state for share in of.shares} == {"waiting"}
    conserved(stage, of)
    stage.moved(first, "confirm_receipt", of.funded.treasurer, received_on="2026-03-02")
    assert {share.state for share in of.shares} == {"to_forward"}


def test_what_was_passed_on_has_arrived(stage: Stage) -> None:
    of = arrived(stage)
    first = stage.session.scalars(select(Payment)).one()
    share, purse = of.shares[0], of.purses[0]
    stage.moved(share, "forward", of.funded.treasurer, forwarded_on="2026-03-02", reference="ZB")
    for confirmed in (False, True):
        if confirmed:
            stage.moved(share, "confirm_forwarding", purse, received_on="2026-03-02")
        refused = stage.refused(first, "withdraw_receipt", of.funded.treasurer, **MISTAKE)
        assert "参加单位撤回到账确认" in refused["receipt_not_passed_on"].zh
    stage.moved(share, "withdraw_forwarding_receipt", purse, **MISTAKE)
    stage.moved(share, "deny_forwarding", purse, reason="没有收到")
    stage.moved(first, "withdraw_receipt", of.funded.treasurer, **MISTAKE)
    conserved(stage, of)


def all_forwarded(stage: Stage) -> tuple[Consortium, Share]:
    of = arrived(stage)
    forwarded(stage, of)
    return of, of.shares[0]


def test_what_a_partner_confirmed_by_mistake_is_booked_back_and_on_its_way_again(
    stage: Stage,
) -> None:
    of, share = all_forwarded(stage)
    before = shares.standing(stage.session, share)
    for_lead = position(stage.session, of.project).in_hand
    assert "role_required" in stage.refused(
        share, "withdraw_forwarding_receipt", of.funded.treasurer, **MISTAKE
    )
    stage.moved(share, "withdraw_forwarding_receipt", of.purses[0], **MISTAKE)
    after = shares.standing(stage.session, share)
    assert (share.state, after.received, after.held) == ("forwarded", 0, 0)
    assert after.on_its_way == before.received
    assert position(stage.session, of.project).in_hand == for_lead + before.received
    purposes = [t.purpose for t in stage.session.scalars(select(LedgerTransaction))]
    assert (purposes.count("forward"), purposes.count("take_back")) == (2, 1), "nothing is deleted"
    conserved(stage, of)
    stage.moved(share, "confirm_forwarding", of.purses[0], received_on="2026-03-02")
    assert shares.standing(stage.session, share) == before
    conserved(stage, of)


def test_a_partner_that_withdrew_may_say_that_it_received_nothing(stage: Stage) -> None:
    of, share = all_forwarded(stage)
    due = shares.standing(stage.session, share).received
    stage.moved(share, "withdraw_forwarding_receipt", of.purses[0], **MISTAKE)
    stage.moved(share, "deny_forwarding", of.purses[0], reason="没有收到")
    assert share.state == "to_forward"
    assert shares.standing(stage.session, share).to_forward == due
    refused = stage.refused(share, "withdraw_forwarding_receipt", of.purses[0], **MISTAKE)
    assert "forwarding_was_confirmed" in refused, "there is nothing left to withdraw"
    conserved(stage, of)


def test_what_a_partner_has_accounted_for_it_has_received(stage: Stage) -> None:
    of, share = all_forwarded(stage)
    stage.moved(share, "report_share_spending", of.purses[0], amount="1", **SPENT)
    refused = stage.refused(share, "withdraw_forwarding_receipt", of.purses[0], **MISTAKE)
    assert "0.01" in refused["confirmed_money_is_there"].en
    stage.moved(
        share,
        "disallow_share_spending",
        stage.holder(Role.FINANCE),
        heading="operation",
        amount="1",
        reason="误报",
    )
    stage.moved(share, "withdraw_forwarding_receipt", of.purses[0], **MISTAKE)
