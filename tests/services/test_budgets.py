"""The contract is not signed with indirect costs above the cap; a race pays out of its own pool."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.models import BudgetLine, LedgerEntry, Payment
from app.services.contracts.drafting import newest
from app.services.money import funds, ledger
from app.services.money.ledger import Account
from app.services.money.parts import planned_parts
from app.services.money.payments import order
from app.services.money.positions import position
from app.services.money.verifying import verify
from app.services.moves import begin
from app.services.proposals.completeness import lacking
from tests.services.money import AWARD, Funded, funded, latest_move, of_project, signed
from tests.services.stage import MINUTES, Stage
from workflows.money.books import AccountKind, Purpose
from workflows.roles import Role

WAN = 1_000_000


NAMES = {"equipment": "设备费", "operation": "业务费", "labour": "劳务费", "indirect": "间接费"}


def lines(stage: Stage, of: Funded, **fiscal: int) -> None:
    """The headings as the leader has written them into the contract."""
    contract = newest(stage.session, of.project)
    assert contract is not None, "it was drafted with the award"
    rows = [{"heading": NAMES[k], "fiscal": n, "own": 0, "note": ""} for k, n in fiscal.items()]
    contract.terms = contract.terms | {"budget": rows}
    stage.session.flush()


def test_indirect_costs_above_the_cap_keep_the_contract_unsigned_until_it_is_edited(
    stage: Stage,
) -> None:
    of = funded(stage)
    lines(stage, of, equipment=100 * WAN, operation=70 * WAN, labour=30 * WAN, indirect=31 * WAN)
    reasons = stage.refused(of.project, "sign_contract", of.applied.pi)
    assert "扣除设备费后为 100.00 万元，最多 30.00 万元" in reasons["indirect_within_cap"].zh
    lines(stage, of, equipment=100 * WAN, operation=70 * WAN, labour=30 * WAN, indirect=30 * WAN)
    signed(stage, of)


def test_indirect_costs_above_the_cap_are_told_before_the_proposal_is_submitted(
    stage: Stage,
) -> None:
    drafted = stage.applied(state="draft").proposal
    for indirect, wrong in ((30 * WAN, False), (31 * WAN, True)):
        parts = {"equipment": 100 * WAN, "operation": 100 * WAN, "indirect": indirect}
        drafted.budget_lines = [
            BudgetLine(heading=NAMES[key], fiscal=amount, own=0) for key, amount in parts.items()
        ]
        found = [words.zh for words in lacking(drafted).get("budget", ())]
        assert any("间接费用超出比例上限" in words for words in found) == wrong
    drafted.call.budget_mode = "lump_sum"
    assert not any("间接费用" in words.zh for words in lacking(drafted).get("budget", ()))


def test_a_lump_sum_has_no_cap(stage: Stage) -> None:
    of = funded(stage, budget_mode="lump_sum")
    lines(stage, of, operation=WAN, indirect=100 * WAN)
    signed(stage, of)


def test_an_open_call_is_paid_30_40_and_the_rest_on_success(stage: Stage) -> None:
    of = funded(stage, rules={"open_call_first_percent": 33})
    of.project.proposal.call.mechanism_key = "open_call"
    assert planned_parts(stage.session, of.project) == (
        AWARD * 33 // 100,
        AWARD * 40 // 100,
        AWARD * 27 // 100,
    )


def test_a_race_commits_stage_by_stage_and_gets_back_what_is_released(stage: Stage) -> None:
    """I3: pool = uncommitted + committed, after every event."""
    of, race = funded(stage), Account(AccountKind.UNCOMMITTED, 77)
    move = latest_move(stage)
    pool = of.project.proposal.call.budget - AWARD
    ledger.transfer(
        stage.session,
        Purpose.POOL,
        Account(AccountKind.BUDGET, of.project.proposal.call_id),
        race,
        pool,
        move,
        key="pool-race-77",
    )
    of.fund.source_id = ledger.row_of(stage.session, race).id
    stage.session.flush()
    stage.session.refresh(of.fund)
    payment = signed(stage, of)
    funds.commit(stage.session, of.project, 5 * WAN, latest_move(stage))
    assert ledger.balance(stage.session, race) == pool - 5 * WAN
    stage.moved(payment, "cancel", stage.holder(Role.FINANCE), reason="退赛")
    funds.release(stage.session, of.project, latest_move(stage))
    assert ledger.balance(stage.session, race) == pool + AWARD
    assert of_project(stage, AccountKind.COMMITTED, of) == 0
    assert verify(stage.session) is None


def test_a_settlement_may_be_ordered_after_the_end(stage: Stage) -> None:
    of = funded(stage)
    of.project.state = "terminated"
    move = latest_move(stage)
    payment = order(
        stage.session, of.project, basis="settlement", case=of.project, amount=7 * WAN, move=move
    )
    assert payment is not None
    stage.moved(payment, "approve", stage.holder(Role.FINANCE))
    assert position(stage.session, of.project).ordered == 7 * WAN


def test_a_call_that_is_cancelled_gives_its_budget_back(stage: Stage) -> None:
    call = stage.call("open")
    funds.book_budget(stage.session, call, latest_move(stage))
    budget, pool = Account(AccountKind.BUDGET, call.id), Account(AccountKind.TREASURY, call.year)
    assert ledger.balance(stage.session, budget) == call.budget
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(call, "cancel", meeting, **MINUTES, reason="指南撤销")
    assert ledger.balance(stage.session, budget) == ledger.balance(stage.session, pool) == 0


def test_the_database_itself_refuses_a_second_order_on_one_basis(stage: Stage) -> None:
    of = funded(stage)
    first = signed(stage, of)
    second = Payment(
        project_id=of.project.id,
        payee_id=first.payee_id,
        number="ZF2026-99999",
        part=2,
        basis=first.basis,
        basis_kind=first.basis_kind,
        basis_id=first.basis_id,
        basis_label=first.basis_label,
        amount=1,
    )
    second.project = of.project
    with pytest.raises(IntegrityError, match=r"payment"), stage.session.begin_nested():
        begin(stage.session, second, Role.SYSTEM_CLOCK, stage.now)


def test_the_command_proves_the_books_and_names_the_first_fault(stage: Stage, app: Flask) -> None:
    signed(stage, funded(stage))
    stage.session.commit()
    sound = app.test_cli_runner().invoke(args=["money", "check"])
    assert (sound.exit_code, "借贷相抵" in sound.output) == (0, True)
    stage.session.execute(
        update(LedgerEntry).where(LedgerEntry.id == 1).values(amount=LedgerEntry.amount + 1)
    )
    stage.session.commit()
    broken = app.test_cli_runner().invoke(args=["money", "check"])
    assert broken.exit_code != 0
    assert "budget-call-" in broken.output
