"""Pledges signed by four sides, milestones, a stop, tests at the users', success and fault."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.demo.after.people import fund_of
from app.demo.cast import unit_mail
from app.demo.forms import a_picture
from app.demo.office import DECISION, OFFICER, PLANNING, SUPERVISOR, minutes, person
from app.demo.open_call.bidding import leader_mail
from app.demo.open_call.cast import ITEMS, Posted
from app.demo.open_call.hearing import hear_experts
from app.demo.open_call.needs import demander_mail
from app.demo.open_call.paying import account_for_it, recover
from app.demo.open_competition.assessing import pass_milestone
from app.demo.stage import Stage, StoryBroken
from app.models import Evidence, Project, ProjectMilestone, UserTest
from app.services.files import evidence
from app.services.milestones import reporting
from app.services.open_call import testing
from app.services.open_call.testing import Report

_IDLE = (
    "两个月无试验记录，未开展工作。",
    "关键设备未到位，军令状承诺的人员未投入。",
    "经费有挪作他用的支出，账目不清。",
    "叫停后限期内仍无整改。",
    "未报告困难，属主观不努力。",
)
_DILIGENT = (
    "镀膜工艺路线正确，记录完整，属探索性失败。",
    "按里程碑推进，人员和条件按承诺投入。",
    "经费专款专用，账目清楚。",
    "透射比差一个百分点，困难曾及时报告。",
    "已尽勤勉义务，所得数据对后续研究有价值。",
)
_BY_KEY = {posted.key: posted for posted in ITEMS}


def sign(stage: Stage, projects: dict[str, Project]) -> None:
    stage.chapter("军令状：负责人、单位、发榜方、厅四方签名")
    for key, project in projects.items():
        posted, number = _BY_KEY[key], 2 if key == "wall" else 1
        leader, unit = leader_mail(posted, number), unit_mail(posted.bids[number - 1].unit)
        with stage.scene() as session:
            live = session.get_one(Project, project.id)
            proof = evidence.add(
                session,
                live,
                "matching",
                a_picture("演示检测报告"),
                "发榜单位出资证明.png",
                by=person(session, unit),
                now=stage.now,
            )
            if not isinstance(proof, Evidence):
                raise StoryBroken("出资证明未能登记")
        for mail in (leader, unit, demander_mail(posted), PLANNING):
            stage.move(project, "sign_contract", mail)
        stage.move(fund_of(stage, project), "pledge_lump_sum", leader)
        stage.tell(f"《{posted.title}》军令状和包干制承诺书签订，开始攻关")
    stage.wait_for_the_worker()


def stop_the_idle(stage: Stage, project: Project) -> None:
    """Nothing was done: stopped at once, ended, held to account."""
    stage.at(2026, 5, 6, 10)
    stage.move(
        project,
        "stop_at_once",
        OFFICER,
        evidence="现场检查：两个月无试验记录，设备未到位。",
        reason="里程碑执行不力，即时叫停。",
    )
    stage.at(2026, 5, 20, 10)
    words = minutes("厅务会纪要〔2026〕10号", "2026-05-20")
    stage.move(project, "end_stopped", DECISION, reason="限期内仍未开展工作。", **words)
    stage.at(2026, 6, 3, 10)
    hear_experts(stage, project, "at_fault", _IDLE)
    evidence_found = "无试验记录，经费挪作他用。"
    words = minutes("厅务会纪要〔2026〕11号", "2026-06-02")
    stage.move(project, "find_at_fault", SUPERVISOR, evidence=evidence_found, **words)
    stage.move(project, "find_at_fault", DECISION)
    stage.at(2026, 6, 5, 10)
    recover(stage, project)
    stage.tell("《物联网内河水域污染物智慧检测》责任认定：主观不努力，追回经费、记入诚信")


def pass_milestones(stage: Stage, *projects: Project) -> None:
    stage.at(2026, 6, 15, 10)
    milestones = [_milestone(stage, project) for project in projects]
    for key, milestone in zip(("fibre", "glass"), milestones, strict=True):
        _report(stage, _BY_KEY[key], milestone)
    stage.at(2026, 6, 22, 10)
    for milestone in milestones:
        pass_milestone(stage, milestone)
    account_for_it(stage, *projects)
    stage.tell("两个揭榜项目样品节点通过，报告列支")


def test(stage: Stage, fibre: Project, glass: Project) -> None:
    stage.chapter("真实场景实测：以成败论英雄")
    stage.at(2026, 7, 13, 10)
    _test(stage, "fibre", fibre, ("1.1", "3.9"))
    _test(stage, "glass", glass, ("71", "1250"))
    stage.at(2026, 8, 10, 10)
    words = minutes("厅务会纪要〔2026〕14号", "2026-08-10")
    stage.move(fibre, "conclude_success", DECISION, **words)
    stage.tell("《高导热多功能石墨烯聚酯纤维》核心指标全部达到，揭榜成功")
    refused = stage.refused(glass, "conclude_success", DECISION, **words)
    stage.tell(f"《近零能耗建筑用高品质低辐射镀膜玻璃》不能认定成功：{refused}")
    stage.move(glass, "conclude_failure", DECISION, reason="一项核心指标未达到。", **words)
    stage.at(2026, 8, 31, 10)
    hear_experts(stage, glass, "diligent", _DILIGENT)
    evidence_found = "试验记录、经费账目和里程碑材料齐全。"
    words = minutes("厅务会纪要〔2026〕15号", "2026-08-31")
    stage.move(glass, "find_diligent", SUPERVISOR, evidence=evidence_found, **words)
    stage.move(glass, "find_diligent", DECISION)
    stage.tell("责任认定：勤勉尽责，予以免责，按结题处理")
    stage.wait_for_the_worker()


def _test(stage: Stage, key: str, project: Project, values: tuple[str, str]) -> None:
    posted = _BY_KEY[key]
    leader = leader_mail(posted, 1)
    stage.move(project, "begin_user_test", leader)
    stage.move(project, "begin_user_test", demander_mail(posted))
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        report = Report(
            "省产品质量检验研究院（演示）",
            "CNAS L-演示-01",
            f"{posted.demander}生产现场连续运行七十二小时。",
            date(2026, 7, 10),
            dict(zip([m.id for m in live.proposal.metrics], values, strict=True)),
        )
        made = testing.record(
            session,
            live,
            report,
            a_picture("演示检测报告"),
            "检测报告.png",
            by=person(session, leader),
            now=stage.now,
        )
        if not isinstance(made, UserTest):
            raise StoryBroken("实测报告未能登记")
    stage.move(
        project, "sign_user_test", demander_mail(posted), opinion="实测过程真实，结果以报告为准。"
    )


def _milestone(stage: Stage, project: Project) -> ProjectMilestone:
    with stage.scene() as session:
        query = select(ProjectMilestone).where(ProjectMilestone.project_id == project.id)
        return session.scalars(query).one()


def _report(stage: Stage, posted: Posted, milestone: ProjectMilestone) -> None:
    with stage.scene() as session:
        live = session.get_one(ProjectMilestone, milestone.id)
        leader = person(session, leader_mail(posted, 1))
        problems = reporting.save_report(live, "样品完成，数据见附件。")
        file = evidence.add(
            session,
            live.project,
            "report",
            a_picture("演示检测报告"),
            "样品检测.png",
            by=leader,
            now=stage.now,
            milestone=live,
        )
        if problems or not isinstance(file, Evidence):
            raise StoryBroken("节点报告未能保存")
    stage.move(milestone, "submit_evidence", leader_mail(posted, 1))
