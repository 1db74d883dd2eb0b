"""The money of the season: accounts named and verified, first payments, the treasury's return."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import unit_mail
from app.demo.forms import a_picture
from app.demo.office import FINANCE, FINANCE2, person
from app.demo.stage import Stage, StoryBroken
from app.models import (
    BankAccount,
    Call,
    Fund,
    MatchingFund,
    Organisation,
    Payment,
    PaymentBatch,
    Project,
    Proposal,
    TreasuryReturn,
)
from app.services.files.sheets import table
from app.services.money import bank_accounts, matching
from app.services.money.bank_accounts import AccountDraft
from app.services.money.matching import MatchingDraft
from app.services.money.reconciling import take_return
from app.services.money.treasury_sheet import RETURNED
from workflows.engine.calendar import local_date


def play(stage: Stage) -> None:
    stage.at(2026, 4, 15)
    stage.chapter("经费：账户核验、审批、编批、财政回单、到账确认")
    payments = _ordered(stage)
    open_accounts(stage, payments)
    batch = send(stage, payments)
    stage.at(2026, 4, 22)
    read_the_return(stage, batch, payments)
    stage.wait_for_the_worker()
    stage.at(2026, 4, 24)
    _confirm_and_spend(stage, payments[0])
    _matching_arrives(stage, payments[0])


def _ordered(stage: Stage) -> list[Payment]:
    with stage.scene() as session:
        found = session.scalars(
            select(Payment)
            .join(Project, Payment.project_id == Project.id)
            .join(Proposal, Project.proposal_id == Proposal.id)
            .join(Call, Proposal.call_id == Call.id)
            .where(
                Payment.state.in_(("ordered", "awaiting_unit")),
                Call.mechanism_key == "open_competition",
            )
            .order_by(Payment.id)
        ).all()
    if not found:
        raise StoryBroken("任务书签订后应有拨付单")
    return list(found)


def open_accounts(stage: Stage, payments: Sequence[Payment]) -> None:
    """Each unit that has none yet names its own account; the office's finance verifies it."""
    with stage.scene() as session:
        have = set(session.scalars(select(BankAccount.organisation_id)))
        units = {p.payee_id: _unit(session, p) for p in payments if p.payee_id not in have}
        for unit in units.values():
            typed = AccountDraft(unit.name, "演示银行福州分行", f"9555{unit.id:012d}")
            purse = person(session, unit_mail(unit.name, "purse"))
            account = bank_accounts.add(session, unit, typed, purse, stage.now)
            if not isinstance(account, BankAccount):
                raise StoryBroken(f"{unit.name}的账户未能登记")
            bank_accounts.verify(session, account, person(session, FINANCE), stage.now)
    if units:
        stage.tell(f"{len(units)} 个单位的收款账户经厅财务核验")


def send(stage: Stage, payments: Sequence[Payment]) -> PaymentBatch:
    for payment in payments:
        stage.move(payment, "approve", FINANCE)
        stage.move(payment, "batch", FINANCE)
    with stage.scene() as session:
        batch = session.get_one(Payment, payments[0].id).batch
    assert batch is not None, "a batched payment has its batch"
    stage.refused(batch, "send", FINANCE)
    stage.move(batch, "send", FINANCE2)
    stage.tell(f"批次 {batch.number} 共 {len(payments)} 笔，由另一人复核送财政")
    return batch


def read_the_return(stage: Stage, batch: PaymentBatch, payments: Sequence[Payment]) -> None:
    """Of several payments the last one bounces, and is ordered again."""
    paid, bounced = (payments, []) if len(payments) < 3 else (payments[:-1], payments[-1:])
    on = local_date(stage.now - timedelta(days=1)).isoformat()
    rows = [_row(p, "成功", on, f"GK2026-{p.id:05d}", "") for p in paid]
    rows += [_row(p, "失败", "", "", "收款行系统维护") for p in bounced]
    content = table("回单", RETURNED, rows)
    with stage.scene() as session:
        live = session.get_one(PaymentBatch, batch.id)
        by = person(session, FINANCE)
        first = take_return(session, live, "财政回单.xlsx", content, by, stage.now)
        again = take_return(session, live, "财政回单.xlsx", content, by, stage.now)
    if not isinstance(first, TreasuryReturn) or isinstance(again, TreasuryReturn):
        raise StoryBroken("财政回单未能读取，或同一文件读取两次")
    stage.tell(f"财政回单 {len(rows)} 行：已拨付 {len(paid)} 笔，退回 {len(bounced)} 笔")
    for payment in bounced:
        stage.move(payment, "order_again", FINANCE)


def _confirm_and_spend(stage: Stage, payment: Payment) -> None:
    """One unit confirms and accounts for a part; the others still have to confirm."""
    with stage.scene() as session:
        fund = _fund(session, payment)
        purse = unit_mail(_unit(session, payment).name, "purse")
    stage.move(payment, "confirm_receipt", purse, received_on="2026-04-22")
    stage.move(
        fund,
        "report_spending",
        purse,
        heading="operation",
        amount=str(payment.amount // 10),
        spent_until="2026-04-24",
        note="中试线原材料采购（演示）",
    )
    stage.tell(f"拨付单 {payment.number} 已确认到账，并报告首批列支")


def _matching_arrives(stage: Stage, payment: Payment) -> None:
    with stage.scene() as session:
        fund, unit = _fund(session, payment), _unit(session, payment).name
        planned = fund.project.proposal.matching
    matching_of(stage, fund, unit, planned // 2 or 100)
    stage.tell("首笔配套资金到位，附银行回单")


def matching_of(stage: Stage, fund: Fund, name: str, amount: int) -> None:
    """Own money of a unit of the project, with the slip of its bank."""
    slip = a_picture("演示银行回单")
    with stage.scene() as session:
        live = session.get_one(Fund, fund.id)
        unit = session.scalars(select(Organisation).where(Organisation.name == name)).one()
        typed = MatchingDraft(unit, "own", amount, date(2026, 4, 23))
        purse = person(session, unit_mail(name, "purse"))
        made = matching.file_matching(session, live, typed, slip, "银行回单.png", purse, stage.now)
        if not isinstance(made, MatchingFund):
            raise StoryBroken("配套资金未能登记")


def _row(payment: Payment, *rest: str) -> tuple[str, ...]:
    amount = f"{payment.amount // 100}.{payment.amount % 100:02d}"
    return (payment.number, amount, *rest)


def _unit(session: Session, payment: Payment) -> Organisation:
    return session.get_one(Organisation, payment.payee_id)


def _fund(session: Session, payment: Payment) -> Fund:
    return session.scalars(select(Fund).where(Fund.project_id == payment.project_id)).one()
