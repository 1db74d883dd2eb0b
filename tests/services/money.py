"""A project with its fund, its people of finance, and payments on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.models import (
    BankAccount,
    Fund,
    History,
    MatchingFund,
    Organisation,
    Payment,
    PaymentBatch,
    Person,
    Project,
    Proposal,
)
from app.services.contracts.drafting import draft_from_award
from app.services.files import evidence
from app.services.money import funds, ledger, payments
from app.services.money.ledger import Account
from app.services.moves import Move, begin
from tests.factories import grant, person
from tests.played import played_once
from tests.services.stage import Applied, Stage, a_page
from workflows.money.books import AccountKind
from workflows.roles import Role

AWARD = 2_000_000_00
PAID = {"paid_on": "2026-03-02", "reference": "GK-1"}


@dataclass(frozen=True)
class Funded:
    """A project with whoever moves its money on the side of the unit."""

    project: Project
    fund: Fund
    applied: Applied
    treasurer: Person


@played_once
def funded(stage: Stage, *, matched: bool = True, **call: Any) -> Funded:
    """An awarded project whose unit has a verified account and, if `matched`, all its own money."""
    applied = stage.applied(call=stage.call("decided", **call), state="approved")
    proposal, session = applied.proposal, stage.session
    proposal.matching = AWARD
    project, fund = project_of_award(stage, proposal, AWARD)
    treasurer = person(session, organisation_id=proposal.lead_unit_id)
    grant(session, treasurer, Role.UNIT_FINANCE, organisation_id=proposal.lead_unit_id)
    verified_account(stage, proposal.lead_unit, treasurer)
    evidence.add(session, project, "matching", a_page(), "承诺函.pdf", by=treasurer, now=stage.now)
    if matched:
        matching(stage, fund, treasurer, AWARD)
    return Funded(project, fund, applied, treasurer)


def project_of_award(stage: Stage, proposal: Proposal, amount: int) -> tuple[Project, Fund]:
    """The project of a proposal as the award makes it, with its fund and a contract drafted."""
    session = stage.session
    project = Project(
        proposal_id=proposal.id,
        number=f"2026HZ{proposal.id:05d}",
        amount=amount,
        starts_on=date(2026, 3, 1),
        ends_on=date(2028, 2, 28),
    )
    project.proposal = proposal
    begin(session, project, Role.SYSTEM_CLOCK, stage.now)
    fund = funds.open_fund(session, project, latest_move(stage))
    draft_from_award(session, project, stage.now)
    return project, fund


def verified_account(stage: Stage, unit: Organisation, treasurer: Person) -> BankAccount:
    account = BankAccount(
        organisation_id=unit.id,
        holder=unit.name,
        bank="测试银行福州支行",
        number=f"6222{unit.id:012d}",
        added_by_id=treasurer.id,
        added_at=stage.now,
        verified_by_id=stage.holder(Role.FINANCE).id,
        verified_at=stage.now,
    )
    account.organisation = unit
    stage.session.add(account)
    stage.session.flush()
    return account


def matching(stage: Stage, fund: Fund, treasurer: Person, amount: int) -> None:
    stage.session.add(
        MatchingFund(
            fund_id=fund.id,
            unit_id=fund.project.proposal.lead_unit_id,
            source="own",
            amount=amount,
            arrived_on=date(2026, 3, 1),
            evidence_name="银行回单.pdf",
            evidence_type="application/pdf",
            evidence_sha256="0" * 64,
            filed_by_id=treasurer.id,
            filed_at=stage.now,
            confirmed_by_id=treasurer.id,
            confirmed_at=stage.now,
        )
    )
    stage.session.flush()


@played_once
def signed(stage: Stage, of: Funded) -> Payment:
    """The contract is signed by its three parties, which orders the first payment."""
    stage.signed(of.project, "sign_contract", of.applied.pi)
    stage.signed(of.project, "sign_contract", of.applied.unit)
    stage.moved(of.project, "sign_contract", stage.holder(Role.PLANNING_OFFICER))
    return stage.session.scalars(select(Payment).where(Payment.project_id == of.project.id)).one()


def approved(stage: Stage, payment: Payment) -> Payment:
    stage.moved(payment, "approve", stage.holder(Role.FINANCE))
    return payment


@played_once
def batched(stage: Stage, payment: Payment) -> PaymentBatch:
    stage.moved(approved(stage, payment), "batch", stage.holder(Role.FINANCE))
    assert payment.batch is not None
    return payment.batch


@played_once
def sent(stage: Stage, payment: Payment) -> PaymentBatch:
    batch = batched(stage, payment)
    stage.moved(batch, "send", stage.holder(Role.FINANCE, "second"))
    return batch


@played_once
def paid(stage: Stage, payment: Payment) -> None:
    sent(stage, payment)
    stage.moved(payment, "pay", stage.holder(Role.FINANCE), **PAID)


@played_once
def received(stage: Stage, of: Funded, payment: Payment) -> None:
    paid(stage, payment)
    stage.moved(payment, "confirm_receipt", of.treasurer, received_on="2026-03-02")


def rest_ordered(stage: Stage, of: Funded) -> Payment:
    """The project is accepted, and what is still committed is ordered."""
    of.project.state = "passed"
    payment = payments.order_rest(stage.session, of.project, of.project, latest_move(stage))
    assert payment is not None
    return payment


def latest_move(stage: Stage) -> Move:
    """The newest move of the house, as the acts are told of it."""
    row = stage.session.scalars(select(History).order_by(History.id.desc())).first()
    assert row is not None
    return Move(row, Role.SYSTEM_CLOCK, None, stage.now, {})


def of_project(stage: Stage, kind: AccountKind, of: Funded) -> int:
    return ledger.balance(stage.session, Account(kind, of.project.id))
