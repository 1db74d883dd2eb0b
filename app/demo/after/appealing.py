"""A project fails its acceptance, appeals, is accepted again and passes (J17-J19)."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.after.accepting import OPINION, Handed, convene, hand_in, judge
from app.demo.after.people import (
    RECTIFIED,
    fund_of,
    people,
    project_whose_milestone,
    purse_of,
)
from app.demo.office import DECISION, FINANCE, OFFICER, SUPERVISOR, minutes, person, title_of
from app.demo.panels import presiding
from app.demo.stage import Stage, StoryBroken
from app.models import Appeal, Payment, Project
from app.services.changes.drafting import file_appeal


def play(stage: Stage) -> None:
    project = _fails(stage)
    _appeals(stage, project)
    _is_accepted_again(stage, project)


def _fails(stage: Stage) -> Project:
    stage.at(2026, 10, 21)
    stage.chapter("验收不通过、申请复查、改正后复验通过")
    project = project_whose_milestone(stage, RECTIFIED)
    _account_for(stage, project)
    case = hand_in(stage, project, Handed(-3, "ZL2026演0002"))
    stage.at(2026, 10, 26)
    convene(stage, case, "10月30日14时，厅第二会议室")
    stage.at(2026, 10, 30)
    judge(stage, case, "not_met", "fail")
    words = "核心指标检测结果低于任务书约定，不予通过。"
    stage.move(case, "conclude_fail", presiding(stage, case), score="52", opinion=words)
    stage.at(2026, 10, 30, 16)
    stage.move(case, "publish", OFFICER)
    stage.at(2026, 11, 10)
    stage.tell(f"《{title_of(stage, project)}》公示期满，{stage.state_of(project)}，未拨经费释放")
    stage.move(fund_of(stage, project), "recover", FINANCE)
    stage.tell("厅财务启动追缴：应退已拨付未列支部分")
    return project


def _account_for(stage: Stage, project: Project) -> None:
    purse = purse_of(stage, project)
    with stage.scene() as session:
        first = session.scalars(
            select(Payment).where(Payment.project_id == project.id, Payment.state == "paid")
        ).one()
    stage.move(first, "confirm_receipt", purse, received_on="2026-04-22")
    stage.move(
        fund_of(stage, project),
        "report_spending",
        purse,
        heading="equipment",
        amount="80000000",
        spent_until="2026-09-30",
        note="电解槽测试台（演示）",
    )


def _appeals(stage: Stage, project: Project) -> None:
    stage.at(2026, 11, 10, 14)
    _leader, unit = people(stage, project)
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        grounds = "送检样品编号与任务书约定批次不符，复测结果达标，申请复查。"
        appeal = file_appeal(session, live, grounds, person(session, unit), stage.now)
    if not isinstance(appeal, Appeal):
        raise StoryBroken("复查申请未能提出")
    stage.move(appeal, "admit", SUPERVISOR)
    stage.tell("单位在送达后 15 个工作日内申请复查，监督处受理")
    stage.at(2026, 11, 16)
    stage.move(
        appeal,
        "uphold",
        DECISION,
        **minutes("厅务会纪要〔2026〕20号", "2026-11-16"),
        reason="检测样品批次有误，原检测结果不能采信。",
    )
    fund = stage.state_of(fund_of(stage, project))
    stage.tell(f"复查改正：项目{stage.state_of(project)}，追缴撤回，经费{fund}")


def _is_accepted_again(stage: Stage, project: Project) -> None:
    stage.at(2026, 11, 17)
    case = hand_in(stage, project, Handed(1, "ZL2026演0003"))
    stage.at(2026, 11, 18)
    convene(stage, case, "11月19日9时，厅第二会议室")
    stage.at(2026, 11, 19)
    judge(stage, case, "met", "pass")
    stage.move(case, "conclude_pass", presiding(stage, case), score="86", **OPINION)
    stage.move(case, "publish", OFFICER)
    stage.at(2026, 11, 25)
    stage.wait_for_the_worker()
    stage.tell(f"复验一次，公示期满，{stage.state_of(project)}，验收证书签发")
