"""Money that comes back: the balance after termination, everything after revocation (J20)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from app.clock import chinese_working_calendar
from app.models import Letter
from app.services.cases import workflow_of
from app.services.eligibility.integrity import integrity_findings
from app.services.money import ledger
from app.services.money.ledger import Account
from app.services.money.positions import position
from app.services.money.reckoning import reckoned
from tests.services.money import (
    funded,
    of_project,
    paid,
    received,
    rest_ordered,
    sent,
    signed,
)
from tests.services.recoveries import HALF, REFUND, SPENT, closed, ended, recovering, spent
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.money.books import AccountKind
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@pytest.mark.parametrize(
    ("state", "owed"), [("terminated", HALF - SPENT), ("failed", HALF - SPENT), ("revoked", HALF)]
)
def test_what_is_owed_depends_on_how_the_project_ended(stage: Stage, state: str, owed: int) -> None:
    of = ended(stage, state)
    told = reckoned(stage.session, of.fund)
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    assert (of.fund.state, of.fund.owed) == ("recovering", owed)
    assert told.owed == sum(amount for _, amount in told.lines) == told.lead + told.partners == owed
    letter = stage.session.scalars(select(Letter).where(Letter.about_kind == "fund")).one()
    assert letter.letter_kind == "refund_notice"
    assert f"{owed // 1_000_000}万元" in str(letter.payload)


def test_a_refund_letter_names_the_day_on_which_the_term_really_ends(stage: Stage) -> None:
    """Thirty days from 5 March end on a day off, at Qingming: the term runs to the next working
    day, and the letter says so."""
    of = ended(stage, "terminated")
    stage.clock.move_to(datetime(2026, 3, 5, 2, 0, tzinfo=UTC))
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    letter = stage.session.scalars(select(Letter).where(Letter.about_kind == "fund")).one()
    assert of.fund.due_at == end_of_day(date(2026, 4, 7))
    assert "2026年4月7日" in str(letter.payload)
    assert "2026年4月4日" not in str(letter.payload)


def test_the_unit_that_owes_is_awaited_and_says_what_it_has_sent(stage: Stage) -> None:
    of = recovering(stage, "terminated")
    fund, sent_back = of.fund, {"sent_on": "2026-03-02", "transfer": "TK-9"}
    waits = workflow_of(fund).state(fund.state).waits_on
    assert Role.UNIT_FINANCE in waits
    books = position(stage.session, of.project)
    stage.moved(fund, "announce_refund", of.treasurer, amount="100", **sent_back)
    assert position(stage.session, of.project) == books, "only what arrives is booked"
    beyond = stage.refused(fund, "announce_refund", of.treasurer, amount="99999999999", **sent_back)
    assert "refund_within_owed" in beyond


def test_nothing_is_recovered_while_the_project_runs(stage: Stage) -> None:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    reasons = stage.refused(of.fund, "recover", stage.holder(Role.FINANCE))
    assert {"recovery_has_ground", "money_is_owed"} <= reasons.keys()


def test_recovery_waits_for_what_the_treasury_has(stage: Stage) -> None:
    of = ended(stage, "terminated")
    waiting = rest_ordered(stage, of)
    sent(stage, waiting)
    of.project.state = "terminated"
    stage.session.flush()
    reasons = stage.refused(of.fund, "recover", stage.holder(Role.FINANCE))
    assert waiting.number in reasons["nothing_under_way"].zh


def test_recovery_cancels_open_payments_and_releases_the_commitment(stage: Stage) -> None:
    of = ended(stage, "terminated")
    open_payment = rest_ordered(stage, of)
    of.project.state = "terminated"
    stage.session.flush()
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    assert open_payment.state == "cancelled"
    assert of_project(stage, AccountKind.COMMITTED, of) == 0
    assert of_project(stage, AccountKind.ORDERED, of) == 0


def test_a_refund_goes_back_to_where_the_money_came_from(stage: Stage) -> None:
    of = recovering(stage)
    budget = Account(AccountKind.BUDGET, of.project.proposal.call_id)
    before = ledger.balance(stage.session, budget)
    finance, owed = stage.holder(Role.FINANCE), of.fund.owed
    stage.moved(of.fund, "record_refund", finance, amount=str(owed - 1), **REFUND)
    assert "nothing_is_owed" in stage.refused(of.fund, "close_recovery", finance)
    too_much = stage.refused(of.fund, "record_refund", finance, amount="2", **REFUND)
    assert too_much["refund_within_owed"].zh == "退款金额超出应退金额（0.01 元）。"
    assert set(too_much) == {"refund_within_owed"}
    nothing = stage.refused(of.fund, "record_refund", finance, amount="0", **REFUND)
    assert nothing["nothing_amount"].zh == "“金额”须大于零。"
    stage.moved(of.fund, "record_refund", finance, amount="1", **REFUND)
    closed(stage, of.fund)
    assert of.fund.state == "recovered"
    assert ledger.balance(stage.session, budget) == before + owed
    assert position(stage.session, of.project).refunded == owed


def test_a_refund_that_does_not_come_is_demanded_and_then_blocks_the_unit(stage: Stage) -> None:
    of = recovering(stage)
    proposal = of.project.proposal
    stage.at(stage.now + timedelta(days=32))
    assert of.fund.state == "demanded"
    assert integrity_findings(stage.session, [proposal], local_date(stage.now)) == ()
    stage.at(stage.now + timedelta(days=34))
    assert of.fund.state == "defaulted"
    findings = integrity_findings(stage.session, [proposal], local_date(stage.now))
    assert [f.zh for f in findings] == [f"{proposal.lead_unit.name}有逾期未退的财政经费"]
    kinds = select(Letter.letter_kind).where(Letter.about_kind == "fund").order_by(Letter.id)
    assert stage.session.scalars(kinds).all() == ["refund_notice", "refund_demand"]


def test_a_refund_in_default_that_comes_after_all_frees_the_unit(stage: Stage) -> None:
    of = recovering(stage)
    stage.at(stage.now + timedelta(days=32))
    stage.at(stage.now + timedelta(days=34))
    finance, mine = stage.holder(Role.FINANCE), [of.project.proposal]
    stage.moved(of.fund, "record_refund", finance, amount=str(of.fund.owed), **REFUND)
    assert stage.signed(of.fund, "close_recovery", finance) == (Role.FINANCE,)
    assert "signed_already" in stage.refused(of.fund, "close_recovery", finance)
    assert integrity_findings(stage.session, mine, local_date(stage.now)), "one alone frees nobody"
    stage.moved(of.fund, "close_recovery", stage.holder(Role.FINANCE, "second"))
    assert integrity_findings(stage.session, mine, local_date(stage.now)) == ()


def test_the_meeting_writes_off_or_refers_what_stays_in_default(stage: Stage) -> None:
    of = recovering(stage)
    stage.at(stage.now + timedelta(days=32))
    stage.at(stage.now + timedelta(days=34))
    meeting = stage.holder(Role.DECISION_MAKER)
    assert "missing_minutes_number" in stage.refused(of.fund, "write_off", meeting, reason="破产")
    stage.moved(of.fund, "write_off", meeting, **MINUTES, reason="单位破产，无财产可供执行")
    assert of_project(stage, AccountKind.LOST, of) == of.fund.owed
    assert of_project(stage, AccountKind.IN_HAND, of) == 0


def test_no_more_is_reported_as_spent_than_was_paid(stage: Stage) -> None:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    reasons = stage.refused(
        of.fund,
        "report_spending",
        of.treasurer,
        heading="operation",
        amount=str(HALF + 1),
        spent_until="2026-03-01",
    )
    assert "spending_within_hand" in reasons


def test_spending_that_was_not_eligible_comes_back_as_balance(stage: Stage) -> None:
    of = funded(stage)
    received(stage, of, signed(stage, of))
    spent(stage, of)
    given = {"heading": "operation", "reason": "列支罚款"}
    finance = stage.holder(Role.FINANCE)
    over = stage.refused(of.fund, "disallow_spending", finance, amount=str(SPENT + 1), **given)
    assert "disallowed_was_spent" in over
    elsewhere = given | {"heading": "equipment"}
    assert "disallowed_was_spent" in stage.refused(
        of.fund, "disallow_spending", finance, amount=str(SPENT), **elsewhere
    ), "of what stands under another heading nothing is taken here"
    stage.moved(of.fund, "disallow_spending", finance, amount=str(SPENT), **given)
    assert of_project(stage, AccountKind.IN_HAND, of) == HALF


def test_headings_are_for_budgets_by_heading_only(stage: Stage) -> None:
    for mode, right, wrong in (("lump_sum", "lump", "labour"), ("headings", "labour", "lump")):
        of = funded(stage, budget_mode=mode)
        if mode == "lump_sum":
            stage.moved(of.fund, "pledge_lump_sum", of.applied.pi)
        received(stage, of, signed(stage, of))
        given = {"amount": "100", "spent_until": "2026-03-01"}
        refused = stage.refused(of.fund, "report_spending", of.treasurer, heading=wrong, **given)
        assert "heading_fits_mode" in refused
        stage.moved(of.fund, "report_spending", of.treasurer, heading=right, **given)


def test_after_passing_the_balance_stays_and_the_rest_is_released(stage: Stage) -> None:
    of = ended(stage, "passed")
    stage.moved(of.fund, "settle", stage.holder(Role.FINANCE))
    stands = position(stage.session, of.project)
    assert (of.fund.state, stands.committed, stands.in_hand) == ("normal", 0, HALF - SPENT)
    assert of.fund.settled_at == stage.now
    assert "not_settled" in stage.refused(of.fund, "settle", stage.holder(Role.FINANCE))


def test_nothing_is_settled_while_a_payment_is_on_its_way(stage: Stage) -> None:
    of = ended(stage, "passed")
    last = rest_ordered(stage, of)
    reasons = stage.refused(of.fund, "settle", stage.holder(Role.FINANCE))
    assert last.number in reasons["nothing_unfinished"].zh


def test_nothing_is_settled_while_a_payment_made_has_not_been_confirmed(stage: Stage) -> None:
    of, finance = ended(stage, "passed"), stage.holder(Role.FINANCE)
    last = rest_ordered(stage, of)
    paid(stage, last)
    waits = stage.refused(of.fund, "settle", finance)
    assert set(waits) == {"payments_confirmed"}
    assert f"{last.number}（{last.payee.name}）" in waits["payments_confirmed"].zh
    stage.moved(last, "deny_receipt", of.treasurer, reason="没有到账")
    traced = stage.refused(of.fund, "settle", finance)
    assert f"{last.number}（未到账核查）" in traced["nothing_unfinished"].zh
    stage.moved(last, "confirm_receipt", of.treasurer, received_on="2026-03-02")
    stage.moved(of.fund, "settle", finance)


def test_a_freeze_without_a_suspension_has_the_term_of_the_call(stage: Stage) -> None:
    of, supervisor = funded(stage), stage.holder(Role.SUPERVISOR)
    stage.moved(of.fund, "freeze", supervisor, freeze_class="audit", reason="经费检查")
    days = DEFAULTS["freeze_days_most"]
    assert of.fund.due_at == chinese_working_calendar().end_of_term(local_date(stage.now), days)


def test_a_project_revoked_after_it_passed_pays_everything_back(stage: Stage) -> None:
    of = ended(stage, "passed")
    stage.moved(of.fund, "settle", stage.holder(Role.FINANCE))
    of.project.state = "revoked"
    stage.session.flush()
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    assert (of.fund.state, of.fund.owed) == ("recovering", HALF)


def test_a_lump_sum_is_settled_once_its_accounts_are_published(stage: Stage) -> None:
    of = funded(stage, budget_mode="lump_sum")
    of.project.state = "passed"
    stage.session.flush()
    finance = stage.holder(Role.FINANCE)
    assert "lump_sum_accounts_published" in stage.refused(of.fund, "settle", finance)
    stage.moved(
        of.fund, "publish_accounts", of.treasurer, published_on="2026-03-02", place="单位公告栏"
    )
    stage.moved(of.fund, "settle", finance)
