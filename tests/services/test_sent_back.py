"""A payment that was recorded as paid and never arrived: found by its unit or by a late return of
the bank, taken back by a counter-entry, and paid again (§3.6)."""

from __future__ import annotations

from io import BytesIO

from sqlalchemy import select, update

from app.models import Evidence, Payment
from app.queries.books.money import ordered_instead
from app.services.files import attaching, evidence
from app.services.money import verifying
from app.services.money.positions import position
from app.services.problems import Problems
from tests.factories import organisation
from tests.services.consortia import conserved, consortium
from tests.services.money import Funded, funded, paid, received, rest_ordered, sent, signed
from tests.services.stage import Stage, a_page
from workflows.roles import Role

RETURNED = {
    "returned_on": "2026-03-02",
    "return_reference": "TH-1",
    "reason": "收款账号与户名不符，银行退汇",
}


def evidenced(stage: Stage, payment: Payment) -> None:
    finance = stage.holder(Role.FINANCE)
    note = attaching.attach(
        stage.session, payment, a_page(), "退汇通知.pdf", by=finance, now=stage.now
    )
    assert isinstance(note, Evidence)


def sent_back(stage: Stage, payment: Payment) -> None:
    evidenced(stage, payment)
    stage.moved(payment, "record_return", stage.holder(Role.FINANCE, "second"), **RETURNED)


def orders(stage: Stage, of: Funded) -> list[Payment]:
    rows = select(Payment).where(Payment.project_id == of.project.id).order_by(Payment.id)
    return list(stage.session.scalars(rows))


def test_a_payment_that_never_arrived_is_taken_back_by_a_counter_entry_and_paid_again(
    stage: Stage,
) -> None:
    of = funded(stage)
    first = signed(stage, of)
    before = position(stage.session, of.project)
    paid(stage, first)
    stage.moved(first, "deny_receipt", of.treasurer, reason="查账户流水，至今没有这笔款")
    assert first.state == "not_arrived"
    sent_back(stage, first)
    assert position(stage.session, of.project) == before
    _, again = orders(stage, of)
    assert (first.state, first.paid_on is not None) == ("cancelled", True)
    assert (again.state, again.amount, again.basis, again.part) == (
        *("ordered", first.amount, first.basis),
        first.part,
    )
    received(stage, of, again)
    assert position(stage.session, of.project).paid == first.amount
    assert verifying.verify(stage.session) is None


def test_whoever_records_a_return_does_not_approve_the_order_in_its_place(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    evidenced(stage, first)
    one, other = stage.holder(Role.FINANCE), stage.holder(Role.FINANCE, "second")
    stage.moved(first, "record_return", other, **RETURNED)
    _, again = orders(stage, of)
    assert "separation_of_duties" in stage.refused(again, "approve", other)
    stage.moved(again, "approve", one)


def test_an_office_of_two_still_pays_what_the_bank_sent_back_twice(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    sent_back(stage, first)
    _, second = orders(stage, of)
    paid(stage, second)
    evidenced(stage, second)
    one, other = stage.holder(Role.FINANCE), stage.holder(Role.FINANCE, "second")
    stage.moved(second, "record_return", one, **RETURNED)
    *_, third = orders(stage, of)
    assert "separation_of_duties" in stage.refused(third, "approve", one)
    stage.moved(third, "approve", other)


def test_a_return_is_recorded_with_evidence_and_no_earlier_than_it_was_paid(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    finance = stage.holder(Role.FINANCE)
    assert "return_has_evidence" in stage.refused(first, "record_return", finance, **RETURNED)
    evidenced(stage, first)
    early = RETURNED | {"returned_on": "2026-03-01"}
    assert "returned_after_it_was_paid" in stage.refused(first, "record_return", finance, **early)
    assert "role_required" in stage.refused(first, "record_return", of.treasurer, **RETURNED)
    stage.moved(first, "record_return", finance, **RETURNED)


def test_what_the_unit_has_accounted_for_is_disallowed_before_it_is_taken_back(
    stage: Stage,
) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    spent = {"heading": "operation", "amount": "1", "spent_until": "2026-03-02"}
    stage.moved(of.fund, "report_spending", of.treasurer, **spent)
    evidenced(stage, first)
    finance = stage.holder(Role.FINANCE)
    refused = stage.refused(first, "record_return", finance, **RETURNED)
    assert "0.01" in refused["returned_money_is_there"].en
    stage.moved(
        of.fund, "disallow_spending", finance, heading="operation", amount="1", reason="未到账"
    )
    stage.moved(first, "record_return", finance, **RETURNED)


class Meanwhile(BytesIO):
    """A file; while it is looked at, somebody else's request moves the payment."""

    def __init__(self, stage: Stage, payment: Payment) -> None:
        super().__init__(a_page().getvalue())
        self.stage, self.payment = stage, payment.id

    def read(self, size: int | None = -1) -> bytes:
        moved = update(Payment).where(Payment.id == self.payment).values(state="received")
        self.stage.session.execute(moved, execution_options={"synchronize_session": False})
        return super().read(size)


def test_a_file_that_arrives_while_its_case_is_handed_on_is_not_taken(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    finance, file = stage.holder(Role.FINANCE), Meanwhile(stage, first)
    answer = attaching.attach(stage.session, first, file, "退汇通知.pdf", by=finance, now=stage.now)
    assert isinstance(answer, Problems)
    assert evidence.of_case(stage.session, first) == []


def test_what_is_on_its_way_to_a_partner_is_not_taken_back_from_under_it(stage: Stage) -> None:
    """It would be confirmed out of nothing."""
    of = consortium(stage)
    (first,) = orders(stage, of.funded)
    paid(stage, first)
    evidenced(stage, first)
    finance, share = stage.holder(Role.FINANCE), of.shares[0]
    share.forwarding = 1
    refused = stage.refused(first, "record_return", finance, **RETURNED)
    assert "0.01" in refused["returned_money_is_there"].en
    share.forwarding = 0
    stage.moved(first, "record_return", finance, **RETURNED)


def test_an_order_in_place_of_one_to_the_lead_unit_before_is_found_with_the_present_one(
    stage: Stage,
) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    of.project.proposal.lead_unit = organisation(stage.session)
    stage.session.flush()
    sent_back(stage, first)
    _, again = orders(stage, of)
    assert again.payee_id == of.project.proposal.lead_unit_id
    assert ordered_instead(stage.session, first) is again


def test_only_what_was_paid_and_not_confirmed_can_have_been_sent_back(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    finance = stage.holder(Role.FINANCE)
    sent(stage, first)
    assert stage.refused(first, "record_return", finance, **RETURNED)
    stage.moved(first, "pay", finance, paid_on="2026-03-02", reference="GK-1")
    stage.moved(first, "deny_receipt", of.treasurer, reason="没有到账")
    stage.moved(first, "confirm_receipt", of.treasurer, received_on="2026-03-02")
    assert stage.refused(first, "record_return", finance, **RETURNED)


def test_the_next_part_waits_for_a_payment_that_is_traced_and_not_for_one_that_was_sent_back(
    stage: Stage,
) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    second = rest_ordered(stage, of)
    stage.moved(first, "deny_receipt", of.treasurer, reason="没有到账")
    refused = stage.refused(second, "approve", stage.holder(Role.FINANCE))
    assert first.number in refused["last_receipt_confirmed"].zh
    sent_back(stage, first)
    assert second.state == "ordered"


def test_a_partner_paid_directly_is_paid_again_with_its_own_order_only(stage: Stage) -> None:
    of = consortium(stage, payee_mode="each")
    lead, one, _ = orders(stage, of.funded)
    assert one.payee_id == of.shares[0].unit_id
    paid(stage, one)
    stage.moved(one, "deny_receipt", of.purses[0], reason="没有到账")
    sent_back(stage, one)
    again = orders(stage, of.funded)[-1]
    assert (again.payee_id, again.amount) == (one.payee_id, one.amount)
    assert lead.state == "ordered"
    conserved(stage, of)


def test_where_the_project_has_ended_the_money_goes_back_to_its_source(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    paid(stage, first)
    of.project.state = "terminated"
    stage.session.flush()
    sent_back(stage, first)
    stands = position(stage.session, of.project)
    assert (stands.committed, stands.ordered, stands.in_hand) == (0, 0, 0)
    assert len(orders(stage, of)) == 1
    assert verifying.verify(stage.session) is None
