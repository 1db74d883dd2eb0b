"""A project ends for objective reasons: tolerated, audited, its balance back (J12, J20)."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.after.people import (
    SUBMITTED,
    fund_of,
    people,
    project_whose_milestone,
    purse_of,
)
from app.demo.office import DECISION, FINANCE, FINANCE2, OFFICER, minutes, person, title_of
from app.demo.open_competition.assessing import pass_milestone
from app.demo.stage import Stage, StoryBroken
from app.models import Fund, Payment, Project, ProjectMilestone, Tolerance
from app.services.changes.tolerating import ToleranceDraft, propose


def play(stage: Stage) -> None:
    stage.at(2026, 10, 21)
    stage.chapter("终止：客观原因，容错认定，审计后退回结余")
    project = project_whose_milestone(stage, SUBMITTED)
    pass_milestone(stage, _waiting_milestone(stage, project))
    _spend(stage, project)
    stage.at(2026, 10, 28)
    leader, _unit = people(stage, project)
    stage.move(
        project,
        "propose_termination",
        leader,
        cause="overtaken",
        reason="同类系统已由行业龙头规模化量产，继续研制没有必要。",
    )
    stage.at(2026, 11, 2)
    stage.move(
        project,
        "terminate",
        DECISION,
        **minutes("厅务会纪要〔2026〕18号", "2026-11-02"),
        rule_set="科技计划项目管理办法（演示）",
        article="第二十六条",
        cause="overtaken",
        diligent="yes",
        finding="过程记录完整，节点按期通过，勤勉尽责。",
        reason="技术已被超越，终止后续研究。",
    )
    stage.tell(f"《{title_of(stage, project)}》终止：容错免责，不记失信，未拨付的释放")
    tolerance = _propose_tolerance(stage, project)
    _give_back(stage, project)
    _find_diligence(stage, tolerance)


def _propose_tolerance(stage: Stage, project: Project) -> Tolerance:
    draft = ToleranceDraft(
        "立项后一年内同类系统已规模化量产，目标失去意义。",
        "节点按期通过；试验记录 214 份连续完整；经费专账核算，审计无异议。",
        "听取三名同行专家意见，一致认为路线选择合理、过程勤勉。",
    )
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        case = propose(session, live, draft, person(session, OFFICER), stage.now)
    if not isinstance(case, Tolerance):
        raise StoryBroken("容错认定未能提出")
    return case


def _find_diligence(stage: Stage, case: Tolerance) -> None:
    stage.at(2026, 11, 16)
    words = minutes("厅务会纪要〔2026〕19号", "2026-11-16")
    stage.move(case, "find_diligence", DECISION, finding="原因客观、过程勤勉，予以容错。", **words)
    stage.tell("厅务会作出容错认定：不影响该负责人和单位此后申报")


def _waiting_milestone(stage: Stage, project: Project) -> ProjectMilestone:
    with stage.scene() as session:
        return session.scalars(
            select(ProjectMilestone).where(
                ProjectMilestone.project_id == project.id, ProjectMilestone.state == "submitted"
            )
        ).one()


def _spend(stage: Stage, project: Project) -> None:
    purse = purse_of(stage, project)
    with stage.scene() as session:
        first = session.scalars(
            select(Payment).where(Payment.project_id == project.id, Payment.state == "paid")
        ).one()
    stage.move(first, "confirm_receipt", purse, received_on="2026-04-22")
    given = {"heading": "operation", "amount": "120000000", "spent_until": "2026-10-20"}
    stage.move(fund_of(stage, project), "report_spending", purse, note="电堆试制（演示）", **given)


def _give_back(stage: Stage, project: Project) -> None:
    stage.at(2026, 11, 6)
    fund = fund_of(stage, project)
    stage.move(fund, "recover", FINANCE)
    owed = _owed(stage, fund)
    refund = {"refunded_on": "2026-11-12", "reference": "记字演118号"}
    stage.at(2026, 11, 12)
    too_much = stage.refused(fund, "record_refund", FINANCE, amount=str(owed + 1), **refund)
    stage.tell(f"退款登记多一分被拒：{too_much}")
    stage.move(fund, "record_refund", FINANCE, amount=str(owed), **refund)
    for one in (FINANCE, FINANCE2):
        stage.move(fund, "close_recovery", one)
    stage.tell(f"审计后结余 {owed // 1_000_000} 万元退回指南经费，{stage.state_of(fund)}")


def _owed(stage: Stage, fund: Fund) -> int:
    with stage.scene() as session:
        return session.get_one(Fund, fund.id).owed
