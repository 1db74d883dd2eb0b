"""A consortium's money goes on to its partners; projects name the platforms they use."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import ENTRIES
from app.demo.paying import FINANCE, purse_mail, send
from app.demo.stage import Stage, StoryBroken
from app.models import Payment, Platform, Project, ProjectPlatform, Proposal, Share
from app.services.money.shares import shares_of
from app.services.platforms import name_platform

_CONSORTIUM = next(entry for entry in ENTRIES if entry.partners)
_USES = (
    ("硫化物全固态锂电池界面调控与中试制备", "嘉庚创新实验室", "界面原位表征与中试验证"),
    ("钙钛矿/晶硅叠层太阳电池组件稳定性", "嘉庚创新实验室", "谱学与失效分析平台"),
    ("宽温域钠离子电池正极材料工程化", "闽都创新实验室", "材料结构表征"),
)


def play(stage: Stage) -> None:
    stage.at(2026, 4, 27, 10)
    stage.chapter("联合申报：到账、转拨、参加单位确认和列支；项目登记所用平台")
    payment, shares = _of_consortium(stage)
    if payment.state == "ordered":
        _pay_again(stage, payment)
    lead = purse_mail(_CONSORTIUM.unit)
    stage.move(payment, "confirm_receipt", lead, received_on="2026-04-27")
    stage.tell(f"《{_CONSORTIUM.title}》首笔到账，须在 10 个工作日内转拨 {len(shares)} 个参加单位")
    stage.at(2026, 4, 29, 10)
    for share in shares:
        _forward(stage, share, lead)
    for title, platform, use in _USES:
        _use(stage, title, platform, use)
    stage.tell(f"{len(_USES)} 个项目登记所用的省创新实验室")


def _of_consortium(stage: Stage) -> tuple[Payment, Sequence[Share]]:
    with stage.scene() as session:
        project = _project(session, _CONSORTIUM.title)
        payment = session.scalars(select(Payment).where(Payment.project_id == project.id)).one()
        return payment, shares_of(session, project)


def _pay_again(stage: Stage, payment: Payment) -> None:
    """What the treasury returned goes out anew."""
    batch = send(stage, [payment])
    stage.move(payment, "pay", FINANCE, paid_on="2026-04-27", reference="GK2026-再拨")
    stage.tell(f"退回的拨付单经批次 {batch.number} 重新拨付")


def _forward(stage: Stage, share: Share, lead: str) -> None:
    with stage.scene() as session:
        unit = session.get_one(Share, share.id).unit.name
    purse = purse_mail(unit)
    stage.move(
        share, "forward", lead, forwarded_on="2026-04-28", reference=f"ZB2026-{share.id:03d}"
    )
    stage.move(share, "confirm_forwarding", purse, received_on="2026-04-29")
    stage.move(
        share,
        "report_share_spending",
        purse,
        heading="operation",
        amount=str(10_000_00),
        spent_until="2026-04-29",
        note="样品检测（演示）",
    )
    stage.tell(f"{unit}确认转拨到账，并报告首笔列支")


def _use(stage: Stage, title: str, platform: str, use: str) -> None:
    with stage.scene() as session:
        project = _project(session, title)
        found = session.scalars(
            select(Platform).where(Platform.kind == "laboratory", Platform.name.contains(platform))
        ).one()
        named = name_platform(session, project, found.id, use, project.proposal.pi, stage.now)
    if not isinstance(named, ProjectPlatform):
        raise StoryBroken(f"《{title}》未能登记所用平台")


def _project(session: Session, title: str) -> Project:
    return session.scalars(
        select(Project)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Proposal.title == title)
    ).one()
