"""After a merger money goes to an account of the unit that answers, and to no other (§3.6)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import BankAccount, Letter, Organisation, Person
from app.services.identity import unit_changes
from app.services.money import bank_accounts
from app.services.money.bank_accounts import AccountDraft
from app.services.money.verifying import verify
from app.services.problems import Problems
from tests.factories import grant, organisation, person
from tests.services.money import batched, funded, paid, signed, verified_account
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.fixture
def heir(stage: Stage) -> Organisation:
    return organisation(stage.session)


@pytest.fixture
def treasurer(stage: Stage, heir: Organisation) -> Person:
    made = person(stage.session, organisation_id=heir.id)
    grant(stage.session, made, Role.UNIT_FINANCE, organisation_id=heir.id)
    return made


def merge(stage: Stage, unit: Organisation, into: Organisation) -> None:
    admin = stage.holder(Role.SYS_ADMIN)
    assert unit_changes.merge(stage.session, unit, into, "批复", admin, stage.now) is None


def test_nothing_is_approved_to_the_account_of_a_unit_that_is_part_of_another(
    stage: Stage, heir: Organisation, treasurer: Person
) -> None:
    of = funded(stage)
    payment, former = signed(stage, of), of.project.proposal.lead_unit
    merge(stage, former, heir)
    reason = stage.refused(payment, "approve", stage.holder(Role.FINANCE))["account_is_the_units"]
    assert f"{heir.name}（原{former.name}）没有已核验的账户" in reason.zh
    assert f"{heir.name} (formerly {former.name}) has no verified account" in reason.en
    account = verified_account(stage, heir, treasurer)
    paid(stage, payment)
    assert (payment.payee, payment.account) == (former, account)
    told = select(Letter).where(Letter.letter_kind == "payment_notice")
    assert f"{heir.name}（原{former.name}）" in str(stage.session.scalars(told).one().payload)
    assert verify(stage.session) is None


def test_what_was_approved_to_the_former_account_is_not_sent(
    stage: Stage, heir: Organisation, treasurer: Person
) -> None:
    of = funded(stage)
    payment = signed(stage, of)
    batch = batched(stage, payment)
    merge(stage, of.project.proposal.lead_unit, heir)
    verified_account(stage, heir, treasurer)
    second = stage.holder(Role.FINANCE, "second")
    reason = stage.refused(batch, "send", second)["all_still_payable"]
    assert "须撤销后重新下单、重新审批" in reason.zh


def test_what_was_paid_before_the_merger_stays_proven(stage: Stage, heir: Organisation) -> None:
    of = funded(stage)
    paid(stage, signed(stage, of))
    merge(stage, of.project.proposal.lead_unit, heir)
    merge(stage, heir, organisation(stage.session))
    assert verify(stage.session) is None


def test_a_unit_that_is_part_of_another_names_no_account_and_learns_who_does(
    stage: Stage, heir: Organisation, treasurer: Person
) -> None:
    of = funded(stage)
    former, finance = of.project.proposal.lead_unit, stage.holder(Role.FINANCE)
    waiting = named(stage, former, of.treasurer, "11112222")
    assert isinstance(waiting, BankAccount)
    merge(stage, former, heir)
    refusals = (
        named(stage, former, treasurer, "33334444"),
        bank_accounts.verify(stage.session, waiting, finance, stage.now),
    )
    for refused in refusals:
        assert isinstance(refused, Problems)
        (said,) = refused.by_field.values()
        assert f"由{heir.name}财务登记" in said.zh
    made = named(stage, heir, treasurer, "55556666")
    assert isinstance(made, BankAccount)
    assert bank_accounts.verify(stage.session, made, finance, stage.now) is None


def named(stage: Stage, unit: Organisation, by: Person, number: str) -> BankAccount | Problems:
    draft = AccountDraft(unit.name, "测试银行", number)
    return bank_accounts.add(stage.session, unit, draft, by, stage.now)
