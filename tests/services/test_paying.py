"""A payment follows an effective basis, and is checked anew at every step (§3.6, J4, I6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import func, select

from app.models import Letter, MatchingFund, Payment, Sanction
from app.services.money.funds import payments_of
from app.services.money.matching import MatchingDraft, file_matching, reverse
from tests.services.money import (
    AWARD,
    PAID,
    Funded,
    approved,
    batched,
    funded,
    matching,
    of_project,
    paid,
    received,
    rest_ordered,
    sent,
    signed,
)
from tests.services.stage import Stage, a_page
from workflows.money.books import AccountKind
from workflows.roles import Role


def bar(stage: Stage, of: Funded) -> None:
    stage.session.add(
        Sanction(
            organisation_id=of.project.proposal.lead_unit_id,
            act="虚报",
            basis="科技部令第19号",
            decided_by="测试",
            starts_on=date(2026, 3, 2),
        )
    )
    stage.session.flush()


def freeze(stage: Stage, of: Funded) -> None:
    stage.moved(
        of.fund,
        "freeze",
        stage.holder(Role.SUPERVISOR),
        freeze_class="integrity",
        reason="核查举报线索",
    )


def test_the_signed_contract_orders_the_first_part(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    assert (payment.amount, payment.basis, payment.part) == (AWARD // 2, "contract", 1)
    assert of_project(stage, AccountKind.ORDERED, of) == AWARD // 2
    assert of_project(stage, AccountKind.COMMITTED, of) == AWARD // 2


def test_a_payment_goes_from_order_to_receipt_with_its_letter(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    received(stage, of, payment)
    assert payment.state == "received"
    assert of_project(stage, AccountKind.IN_HAND, of) == AWARD // 2
    letter = stage.session.scalars(select(Letter).where(Letter.about_kind == "payment")).one()
    assert letter.letter_kind == "payment_notice"
    assert "人民币壹佰万元整" in str(letter.payload)
    assert payment.account is not None
    assert payment.account.number in str(letter.payload)


def test_whoever_ordered_a_payment_does_not_approve_it(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    drafter = stage.holder(Role.PLANNING_OFFICER)
    assert "role_required" in stage.refused(payment, "approve", drafter)


def test_whoever_made_the_batch_does_not_send_it(stage: Stage) -> None:
    batch = batched(stage, signed(stage, funded(stage)))
    reasons = stage.refused(batch, "send", stage.holder(Role.FINANCE))
    assert reasons["separation_of_duties"].zh == "您已办理“编批”，本环节须由另一人办理。"
    stage.moved(batch, "send", stage.holder(Role.FINANCE, "second"))


@pytest.mark.parametrize(
    ("spoil", "key"),
    [(bar, "payee_not_barred"), (freeze, None)],
    ids=["a sanction that begins", "a freeze"],
)
def test_between_order_and_batch_money_can_still_be_stopped(
    stage: Stage, spoil: Callable[[Stage, Funded], None], key: str | None
) -> None:
    of = funded(stage)
    payment = approved(stage, signed(stage, of))
    spoil(stage, of)
    finance = stage.holder(Role.FINANCE)
    if key is None:
        assert payment.state == "held"
        assert "state_has_changed" in stage.refused(payment, "batch", finance)
    else:
        assert key in stage.refused(payment, "batch", finance)


def test_a_sanction_that_begins_after_the_batch_stops_its_sending(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    batch = batched(stage, payment)
    bar(stage, of)
    reasons = stage.refused(batch, "send", stage.holder(Role.FINANCE, "second"))
    assert payment.number in reasons["all_still_payable"].zh
    stage.moved(payment, "take_out", stage.holder(Role.FINANCE))
    assert "has_payments" in stage.refused(batch, "send", stage.holder(Role.FINANCE, "second"))


def test_a_freeze_takes_a_payment_out_of_the_batch_and_lifting_it_asks_for_approval_anew(
    stage: Stage,
) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    batched(stage, payment)
    freeze(stage, of)
    assert (payment.state, payment.batch_id) == ("held", None)
    stage.moved(of.fund, "unfreeze", stage.holder(Role.SUPERVISOR), reason="查无实据")
    assert payment.state == "ordered"


def test_what_the_treasury_has_is_not_held_but_waits_for_its_answer(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    sent(stage, payment)
    freeze(stage, of)
    assert payment.state == "batched"
    stage.moved(payment, "pay", stage.holder(Role.FINANCE), **PAID)


def test_progress_lifts_only_its_own_freeze(stage: Stage) -> None:
    of = funded(stage)
    freeze(stage, of)
    officer = of.project.proposal.call.drafted_by
    assert "frozen_for_progress" in stage.refused(of.fund, "resume_after_progress", officer)
    stage.moved(of.fund, "unfreeze", stage.holder(Role.SUPERVISOR), reason="查无实据")
    stage.moved(of.fund, "hold_for_progress", officer)
    stage.moved(of.fund, "resume_after_progress", officer)
    assert of.fund.state == "normal"


def test_the_account_must_be_the_units_own_verified_one(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    other = funded(stage)
    approved(stage, payment)
    account = payment.account
    assert account is not None
    account.organisation_id = other.project.proposal.lead_unit_id
    stage.session.flush()
    finance = stage.holder(Role.FINANCE)
    assert "account_is_the_units" in stage.refused(payment, "batch", finance)
    account.organisation_id = of.project.proposal.lead_unit_id
    account.retired_at = stage.now
    stage.session.flush()
    assert "account_is_the_units" in stage.refused(payment, "batch", finance)
    account.retired_at = None
    stage.session.flush()
    stage.moved(payment, "batch", finance)


def second_order(stage: Stage, of: Funded) -> Payment:
    """Half is paid and received; the rest is ordered once the project is accepted."""
    received(stage, of, signed(stage, of))
    return rest_ordered(stage, of)


def test_matching_funds_keep_the_pace_of_what_was_paid(stage: Stage) -> None:
    of = funded(stage, matched=False)
    payment = second_order(stage, of)
    finance = stage.holder(Role.FINANCE)
    reasons = stage.refused(payment, "approve", finance)
    assert "100.00 万元" in reasons["matching_on_schedule"].zh
    matching(stage, of.fund, of.treasurer, AWARD // 2)
    stage.moved(payment, "approve", finance)


def test_a_payment_that_lacks_matching_money_waits_for_the_unit_until_it_has_come(
    stage: Stage,
) -> None:
    of = funded(stage, matched=False)
    payment = second_order(stage, of)
    assert payment.state == "awaiting_unit"
    assert "matching_on_schedule" in stage.refused(payment, "supplied", of.treasurer)
    unit, day = of.project.proposal.lead_unit, date(2026, 3, 1)
    draft = MatchingDraft(unit, "own", AWARD // 2, day)
    filed = file_matching(
        stage.session, of.fund, draft, a_page(), "银行回单.pdf", of.treasurer, stage.now
    )
    assert isinstance(filed, MatchingFund)
    assert payment.state == "ordered"
    reverse(stage.session, filed, "填错金额", of.treasurer, Role.UNIT_FINANCE, stage.now)
    assert payment.state == "awaiting_unit", "what was taken back is missing again"


def test_what_was_in_place_at_the_approval_is_asked_for_again_at_batching_and_at_sending(
    stage: Stage,
) -> None:
    of = funded(stage, matched=False)
    second = second_order(stage, of)
    first, _ = payments_of(stage.session, of.project)
    draft = MatchingDraft(of.project.proposal.lead_unit, "own", AWARD // 2, date(2026, 3, 1))
    who, finance, other = (
        of.treasurer,
        stage.holder(Role.FINANCE),
        stage.holder(Role.FINANCE, "second"),
    )

    def filed() -> MatchingFund:
        page = a_page()
        made = file_matching(stage.session, of.fund, draft, page, "回单.pdf", who, stage.now)
        assert isinstance(made, MatchingFund)
        return made

    def taken_back(row: MatchingFund) -> None:
        reverse(stage.session, row, "填错金额", who, Role.UNIT_FINANCE, stage.now)

    own = filed()
    approved(stage, second)
    taken_back(own)
    assert "matching_on_schedule" in stage.refused(second, "batch", finance)
    own = filed()
    stage.moved(first, "withdraw_receipt", who, reason="误确认。")
    assert "last_receipt_confirmed" in stage.refused(second, "batch", finance)
    stage.moved(first, "confirm_receipt", who, received_on="2026-03-02")
    stage.moved(second, "batch", finance)
    batch = second.batch
    assert batch is not None
    taken_back(own)
    assert "all_still_payable" in stage.refused(batch, "send", other)
    filed()
    stage.moved(batch, "send", other)


def test_only_what_the_treasury_has_is_answered_for_and_nobody_takes_that_out(
    stage: Stage,
) -> None:
    payment, finance = signed(stage, funded(stage)), stage.holder(Role.FINANCE)
    batch = batched(stage, payment)
    assert "with_treasury" in stage.refused(payment, "pay", finance, **PAID)
    assert "with_treasury" in stage.refused(payment, "bounce", finance, reason="账户有误")
    stage.moved(batch, "send", stage.holder(Role.FINANCE, "second"))
    assert "not_with_treasury" in stage.refused(payment, "take_out", finance)
    stage.moved(payment, "pay", finance, **PAID)


def test_the_next_payment_waits_for_the_receipt_of_the_last(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    second = rest_ordered(stage, of)
    finance = stage.holder(Role.FINANCE)
    assert second.state == "awaiting_unit"
    assert first.number in stage.refused(second, "approve", finance)["last_receipt_confirmed"].zh
    stage.moved(first, "confirm_receipt", of.treasurer, received_on="2026-03-02")
    assert second.state == "ordered"
    stage.moved(second, "approve", finance)


def test_a_basis_that_is_no_longer_in_force_carries_no_payment(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    of.project.state = "lapsed"
    stage.session.flush()
    assert "basis_in_force" in stage.refused(payment, "approve", stage.holder(Role.FINANCE))


def test_a_cancelled_order_gives_its_money_back_to_the_commitment(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    stage.moved(payment, "cancel", stage.holder(Role.FINANCE), reason="金额有误")
    assert of_project(stage, AccountKind.COMMITTED, of) == AWARD
    assert of_project(stage, AccountKind.ORDERED, of) == 0


def test_an_order_cancelled_by_mistake_is_ordered_again_on_its_basis(stage: Stage) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    officer = of.project.proposal.call.drafted_by
    assert "order_was_missed" in stage.refused(of.fund, "order_missed", officer)
    stage.moved(payment, "cancel", stage.holder(Role.FINANCE), reason="误撤")
    stage.moved(of.fund, "order_missed", officer)
    again = stage.session.scalars(select(Payment).where(Payment.state == "ordered")).one()
    assert (again.amount, again.basis_label) == (payment.amount, payment.basis_label)
    assert again.number != payment.number


def test_one_basis_carries_one_order(stage: Stage) -> None:
    of = funded(stage)
    payment = second_order(stage, of)
    assert rest_ordered(stage, of) is payment
    assert stage.session.scalar(select(func.count(Payment.id))) == 2


def test_a_lump_sum_is_paid_only_after_its_pledge(stage: Stage) -> None:
    of = funded(stage, budget_mode="lump_sum")
    payment = signed(stage, of)
    finance = stage.holder(Role.FINANCE)
    assert "lump_sum_pledged" in stage.refused(payment, "approve", finance)
    stage.moved(of.fund, "pledge_lump_sum", of.applied.pi)
    stage.moved(payment, "approve", finance)
    assert "lump_sum_unpledged" in stage.refused(of.fund, "pledge_lump_sum", of.applied.pi)


def test_a_contract_given_up_releases_what_was_committed(stage: Stage) -> None:
    of = funded(stage)
    stage.moved(of.project, "give_up", of.applied.unit, reason="团队解散")
    assert of_project(stage, AccountKind.COMMITTED, of) == 0
