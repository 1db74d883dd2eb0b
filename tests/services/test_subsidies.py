"""后补助 and 分段补助: nothing before its time, and no more than audited cost carries."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.documents.kinds import KINDS
from app.models import Payment
from app.services.calls import drafting as calls
from app.services.contracts.drafting import newest
from app.services.letter_facts import READERS
from app.services.money import ledger, payments
from app.services.problems import Problems
from tests.services.money import (
    AWARD,
    Funded,
    funded,
    latest_move,
    received,
    rest_ordered,
    signed,
)
from tests.services.stage import Stage
from workflows.money.books import AccountKind
from workflows.roles import Role

AUDIT = {"auditor": "松江会计师事务所", "audit_report": "松会审〔2026〕8号"}


def audited(stage: Stage, of: Funded, cost: int) -> None:
    stage.moved(of.fund, "record_audit", stage.holder(Role.FINANCE), **AUDIT, amount=str(cost))


def why_not(stage: Stage, payment: Payment) -> str:
    return stage.refused(payment, "approve", stage.holder(Role.FINANCE))["subsidy_is_earned"].zh


@pytest.fixture
def afterwards(stage: Stage) -> Funded:
    made = funded(stage, payment_mode="afterwards")
    stage.signed(made.project, "sign_contract", made.applied.pi)
    stage.signed(made.project, "sign_contract", made.applied.unit)
    stage.moved(made.project, "sign_contract", stage.holder(Role.PLANNING_OFFICER))
    return made


def test_a_subsidy_afterwards_orders_nothing_on_signing(stage: Stage, afterwards: Funded) -> None:
    assert not stage.session.scalars(select(Payment)).all()
    version = newest(stage.session, afterwards.project)
    assert version is not None
    assert version.terms["payments"] == [{"basis": "audited", "amount": AWARD}]


def test_an_order_before_acceptance_is_refused_where_the_subsidy_comes_afterwards(
    stage: Stage, afterwards: Funded
) -> None:
    early = payments.order(
        stage.session,
        afterwards.project,
        basis="contract",
        case=afterwards.project,
        amount=100_00,
        move=latest_move(stage),
    )
    assert early is not None
    assert "验收通过后" in why_not(stage, early)


def test_a_subsidy_is_paid_once_the_project_passed_and_its_cost_is_audited(
    stage: Stage, afterwards: Funded
) -> None:
    payment = rest_ordered(stage, afterwards)
    afterwards.project.state = "concluded"
    stage.session.flush()
    assert "未通过验收" in why_not(stage, payment)
    afterwards.project.state = "passed"
    stage.session.flush()
    assert "未经审计" in why_not(stage, payment)
    audited(stage, afterwards, AWARD * 2)
    stage.moved(payment, "approve", stage.holder(Role.FINANCE))


def test_a_subsidy_never_exceeds_what_audited_cost_carries(
    stage: Stage, afterwards: Funded
) -> None:
    payment = rest_ordered(stage, afterwards)
    audited(stage, afterwards, AWARD)
    assert "超出核定成本的 50%" in why_not(stage, payment)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    stage.moved(payment, "cancel", stage.holder(Role.FINANCE), reason="按核定成本重下")
    stage.moved(afterwards.fund, "order_missed", officer)
    again = stage.session.scalars(select(Payment).order_by(Payment.id.desc())).first()
    assert again is not None
    assert again.amount == AWARD // 2
    assert stage.take(again, "approve", stage.holder(Role.FINANCE, "second"))
    assert again.state == "approved"


def test_what_is_audited_before_acceptance_sets_the_last_order(
    stage: Stage, afterwards: Funded
) -> None:
    audited(stage, afterwards, AWARD)
    assert rest_ordered(stage, afterwards).amount == AWARD // 2


def test_a_staged_subsidy_pays_at_the_start_and_the_rest_by_cost(stage: Stage) -> None:
    of = funded(stage, payment_mode="staged")
    first = signed(stage, of)
    assert first.amount == AWARD * 30 // 100
    received(stage, of, first)
    rest = rest_ordered(stage, of)
    assert "未经审计" in why_not(stage, rest)
    audited(stage, of, AWARD * 2)
    stage.moved(rest, "approve", stage.holder(Role.FINANCE))


def test_cost_is_audited_only_where_the_call_pays_by_it(stage: Stage) -> None:
    of = funded(stage)
    assert "subsidised_by_cost" in stage.refused(
        of.fund, "record_audit", stage.holder(Role.FINANCE), **AUDIT, amount="1"
    )


def test_the_contract_letter_says_when_a_subsidy_is_paid(stage: Stage, afterwards: Funded) -> None:
    facts = READERS["contract"](stage.session, afterwards.project, latest_move(stage))
    text = str(KINDS["contract"](facts).blocks)
    assert "验收通过并经审计核定成本后拨付" in text


@pytest.mark.parametrize("mechanism", ["open_call", "parallel_teams"])
def test_only_open_competition_subsidises_by_cost(stage: Stage, mechanism: str) -> None:
    call = stage.call("draft", mechanism_key=mechanism)
    written = replace(calls.blank(mechanism, 2026), title="某指南")
    assert (
        calls.edit(stage.session, call, written, call.revision, call.drafted_by, stage.now) is None
    )
    afterwards = replace(written, payment_mode="afterwards")
    answer = calls.edit(stage.session, call, afterwards, call.revision, call.drafted_by, stage.now)
    assert isinstance(answer, Problems)
    assert "payment_mode" in answer.by_field


def test_the_books_hold_the_whole_award_until_it_is_earned(
    stage: Stage, afterwards: Funded
) -> None:
    committed = ledger.Account(AccountKind.COMMITTED, afterwards.project.id)
    assert ledger.balance(stage.session, committed) == AWARD
