"""Accepted first, its cost audited, and then each unit paid its part of the subsidy."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.after.accepting import OPINION, Handed, convene, find_parts, hand_in, judge
from app.demo.after.people import fund_of
from app.demo.cast import WAN, unit_mail
from app.demo.office import FINANCE, OFFICER
from app.demo.panels import presiding
from app.demo.paying import open_accounts, read_the_return, send
from app.demo.stage import Stage
from app.demo.subsidy.applying import ENTRY
from app.models import Payment, Project, Share

COST = 340 * WAN
"""Half of it is less than what was awarded: the subsidy follows the cost."""


def be_accepted(stage: Stage, project: Project) -> None:
    stage.at(2026, 10, 26, 14)
    stage.chapter("后补助：投产后申请验收，审计核定成本")
    case = hand_in(stage, project, Handed(2, "ZL2026演0004"))
    stage.at(2026, 10, 28, 14)
    convene(stage, case, "10月30日15时，厅第一会议室")
    stage.at(2026, 10, 30, 15)
    judge(stage, case, "met", "pass")
    find_parts(stage, project)
    stage.move(case, "conclude_pass", presiding(stage, case), score="88", **OPINION)
    stage.move(case, "publish", OFFICER)
    stage.at(2026, 11, 4, 14)
    audit = {"auditor": "松江会计师事务所（演示）", "audit_report": "松会审〔2026〕演8号"}
    stage.move(fund_of(stage, project), "record_audit", FINANCE, amount=str(COST), **audit)
    stage.tell("审计核定成本 340 万元，低于申报投入，补助按核定成本折半为 170 万元")


def be_paid(stage: Stage, project: Project) -> None:
    stage.at(2026, 11, 6, 14)
    payments = _ordered(stage, project)
    stage.tell(f"公示期满，{stage.state_of(project)}，同时下达 {len(payments)} 笔，各单位一笔")
    open_accounts(stage, payments)
    batch = send(stage, payments)
    stage.at(2026, 11, 11, 14)
    read_the_return(stage, batch, payments)
    for unit, payment in zip((ENTRY.unit, ENTRY.partner), payments, strict=True):
        stage.move(payment, "confirm_receipt", unit_mail(unit, "purse"), received_on="2026-11-11")
    stage.move(fund_of(stage, project), "settle", FINANCE)
    stage.move(_share(stage, project), "settle_share", FINANCE)
    stage.tell("各单位确认到账，经费结清，未用足的 10 万元退回指南经费")


def _share(stage: Stage, project: Project) -> Share:
    with stage.scene() as session:
        return session.scalars(select(Share).where(Share.project_id == project.id)).one()


def _ordered(stage: Stage, project: Project) -> list[Payment]:
    with stage.scene() as session:
        return list(
            session.scalars(
                select(Payment).where(Payment.project_id == project.id).order_by(Payment.id)
            )
        )
