"""The first part of a claimed project: the demand side pays in, the public part is paid out, and
of a lump sum the unit says how much it spent."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.demo.after.people import fund_of
from app.demo.cast import unit_mail
from app.demo.forms import a_picture
from app.demo.office import FINANCE, person
from app.demo.open_call.cast import Posted
from app.demo.open_call.needs import demander_mail
from app.demo.paying import open_accounts, read_the_return, send
from app.demo.stage import Stage, StoryBroken
from app.models import Fund, MatchingFund, Payment, Project
from app.services.money import matching
from app.services.money.matching import MatchingDraft
from workflows.engine.calendar import local_date


def pay_first_part(stage: Stage, posted: Posted, project: Project) -> None:
    with stage.scene() as session:
        fund = session.scalars(select(Fund).where(Fund.project_id == project.id)).one()
        payment = session.scalars(select(Payment).where(Payment.project_id == project.id)).one()
        live = session.get_one(Project, project.id)
        purse = unit_mail(live.proposal.lead_unit.name, "purse")
        typed = MatchingDraft(
            live.proposal.lead_unit, "demander", live.proposal.matching, local_date(stage.now)
        )
        slip = a_picture("演示检测报告")
        made = matching.file_matching(
            session, fund, typed, slip, "发榜单位转账回单.png", person(session, purse), stage.now
        )
        if not isinstance(made, MatchingFund):
            raise StoryBroken("发榜单位出资未能登记")
        if made.confirmed_at is None:
            matching.confirm(session, made, person(session, demander_mail(posted)), stage.now)
    open_accounts(stage, [payment])
    batch = send(stage, [payment])
    stage.later(days=5)
    read_the_return(stage, batch, [payment])
    received = local_date(stage.now - timedelta(days=1)).isoformat()
    stage.move(payment, "confirm_receipt", purse, received_on=received)
    stage.tell(f"《{posted.title}》首笔财政经费拨付")


def account_for_it(stage: Stage, *projects: Project) -> None:
    """Half of what came, by the sum alone."""
    for project in projects:
        with stage.scene() as session:
            payment = session.scalars(
                select(Payment).where(Payment.project_id == project.id)
            ).first()
            assert payment is not None, "it was signed for"
            purse = unit_mail(session.get_one(Project, project.id).proposal.lead_unit.name, "purse")
        stage.move(
            fund_of(stage, project),
            "report_spending",
            purse,
            heading="lump",
            amount=str(payment.amount // 2),
            spent_until=local_date(stage.now).isoformat(),
            note="样品试制与检测（演示）",
        )


def recover(stage: Stage, project: Project) -> None:
    with stage.scene() as session:
        purse = unit_mail(session.get_one(Project, project.id).proposal.lead_unit.name, "purse")
    fund = fund_of(stage, project)
    stage.move(fund, "report_no_spending", purse)
    stage.move(fund, "recover", FINANCE)
