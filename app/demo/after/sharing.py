"""A consortium: the lead unit forwards, its partner confirms, and each accounts for its own."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.after.people import fund_of
from app.demo.cast import unit_mail
from app.demo.paying import matching_of
from app.demo.stage import Stage
from app.models import Call, Project, Proposal, Share
from workflows.money.modes import LEAD


def play(stage: Stage) -> None:
    stage.at(2026, 4, 24, 10)
    stage.chapter("联合申报：牵头单位转拨，参加单位确认到账，各自列支、各自出资")
    share = the_share(stage)
    with stage.scene() as session:
        live = session.get_one(Share, share.id)
        lead, partner = (
            unit_mail(live.project.proposal.lead_unit.name, "purse"),
            unit_mail(live.unit.name, "purse"),
        )
        name, own, project = live.unit.name, live.own, live.project
    stage.move(share, "forward", lead, forwarded_on="2026-04-23", reference="转演0423")
    stage.move(share, "confirm_forwarding", partner, received_on="2026-04-24")
    spent = {"heading": "equipment", "amount": "20000000", "spent_until": "2026-04-24"}
    more = spent | {"amount": "900000000"}
    refused = stage.refused(share, "report_share_spending", partner, **more)
    stage.tell(f"{name}多报列支被拒：{refused}")
    stage.move(share, "report_share_spending", partner, note="混料设备（演示）", **spent)
    matching_of(stage, fund_of(stage, project), name, own // 2)
    stage.tell(f"{name}确认到账并列支 20 万元，自筹资金到位一半")


def the_share(stage: Stage) -> Share:
    """The only one whose money the lead unit forwards."""
    with stage.scene() as session:
        return session.scalars(
            select(Share)
            .join(Project, Share.project_id == Project.id)
            .join(Proposal, Project.proposal_id == Proposal.id)
            .join(Call, Proposal.call_id == Call.id)
            .where(Call.payee_mode == LEAD)
        ).one()
