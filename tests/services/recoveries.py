"""A project whose money is recovered, as far as a test needs it."""

from __future__ import annotations

from sqlalchemy import select

from app.models import Appeal, Fund, Payment, Person
from app.services.changes.drafting import file_appeal
from app.services.money.positions import Position, position
from tests.played import played_once
from tests.services.consortia import Consortium, accounted, forwarded
from tests.services.money import (
    AWARD,
    Funded,
    funded,
    received,
    signed,
)
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role

HALF = AWARD // 2
SPENT = 300_000_00
REST = HALF - SPENT
REFUND = {"refunded_on": "2026-03-02", "reference": "记字1号"}


@played_once
def spent(stage: Stage, of: Funded, amount: int = SPENT, heading: str = "operation") -> None:
    stage.moved(
        of.fund,
        "report_spending",
        of.treasurer,
        heading=heading,
        amount=str(amount),
        spent_until="2026-03-01",
    )


@played_once
def ended(stage: Stage, state: str) -> Funded:
    """Half was paid, three tenths of a million spent, and the project ended so."""
    of = funded(stage)
    received(stage, of, signed(stage, of))
    spent(stage, of)
    of.project.state = state
    stage.session.flush()
    return of


@played_once
def recovering(stage: Stage, state: str = "terminated") -> Funded:
    of = ended(stage, state)
    stage.moved(of.fund, "recover", stage.holder(Role.FINANCE))
    return of


def upheld(stage: Stage, of: Funded) -> None:
    appeal = file_appeal(stage.session, of.project, "事实有误。", of.applied.unit, stage.now)
    assert isinstance(appeal, Appeal)
    stage.moved(appeal, "admit", stage.holder(Role.SUPERVISOR))
    stage.moved(appeal, "uphold", stage.holder(Role.DECISION_MAKER), **MINUTES, reason="改正。")


def stands(stage: Stage, of: Funded) -> Position:
    return position(stage.session, of.project)


def again(stage: Stage) -> list[Payment]:
    found = select(Payment).where(Payment.basis == "appeal").order_by(Payment.id)
    return list(stage.session.scalars(found))


def late(stage: Stage, of: Funded, amount: int, by: str = "second") -> None:
    recorder = stage.holder(Role.FINANCE, by)
    stage.moved(of.fund, "record_refund", recorder, amount=str(amount), **REFUND)


def closed(stage: Stage, fund: Fund) -> None:
    """One of finance finds that all has come back, another confirms it."""
    stage.signed(fund, "close_recovery", stage.holder(Role.FINANCE))
    stage.moved(fund, "close_recovery", stage.holder(Role.FINANCE, "second"))


def written_off(stage: Stage, of: Funded) -> None:
    of.fund.state = "defaulted"
    meeting = stage.holder(Role.DECISION_MAKER)
    stage.moved(of.fund, "write_off", meeting, **MINUTES, reason="无财产可供执行")


def recovered_share(stage: Stage, of: Consortium) -> Person:
    forwarded(stage, of)
    of.project.state = "terminated"
    stage.session.flush()
    accounted(stage, of)
    finance = stage.holder(Role.FINANCE)
    stage.moved(of.fund, "recover", finance)
    return finance
