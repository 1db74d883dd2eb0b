"""Integrity: anonymous clues, heard and decided; one bars a person, one undoes a project (J13)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.demo.after.people import (
    OVERDUE,
    fund_of,
    people,
    project_whose_milestone,
)
from app.demo.office import DECISION, FINANCE, FINANCE2, SUPERVISOR, minutes, person, title_of
from app.demo.stage import Stage, StoryBroken
from app.models import Fund, IntegrityCase, Person, Project
from app.services.integrity.clues import Clue, file_clue
from app.services.integrity.subjects import Subject, identify

RULE_SET = "科学技术活动违规行为处理暂行规定（科技部令第19号）"
SANCTIONED = minutes("厅务会纪要〔2026〕19号", "2026-11-16")


@dataclass(frozen=True)
class Offence:
    """`subject` is the mail address of the respondent, `project` a number or empty."""

    clue: Clue
    subject: str
    project: str
    report: str
    told: str
    plea: str
    grade: str
    ends_on: str
    finding: str


def play(stage: Stage) -> None:
    stage.at(2026, 11, 9)
    stage.chapter("科研诚信：匿名线索、立案、申辩、惩戒、撤销项目并全额追回")
    revoked = project_whose_milestone(stage, OVERDUE)
    offences = (_forged_proofs(stage), _false_data(stage, revoked))
    cases = [_opened(stage, offence) for offence in offences]
    stage.tell("收到匿名线索：事实清楚，按线索办理，只有监督诚信处可见；经费暂停，不作定性")
    stage.at(2026, 11, 12)
    for case, offence in zip(cases, offences, strict=True):
        stage.move(case, "report", SUPERVISOR, report=offence.report, told=offence.told)
        stage.move(case, "plead", offence.subject, plea=offence.plea)
    refused = stage.refused(revoked, "revoke", DECISION, **_revocation())
    stage.tell(f"决定作出之前撤销项目被拒：{refused}")
    stage.at(2026, 11, 16)
    for case, offence in zip(cases, offences, strict=True):
        _sanction(stage, case, offence)
    stage.tell("厅务会决定惩戒，决定书送达；期满自动解除，过半可申请修复")
    _revoke(stage, revoked)
    _leave_a_clue_open(stage)


def _forged_proofs(stage: Stage) -> Offence:
    with stage.scene() as session:
        subject = session.scalars(select(Person).where(Person.name == "风起")).one().email
    return Offence(
        Clue(
            "风起（叶片回收项目负责人）",
            "申报书所附两份用户应用证明的公章与备案样式不符，出具单位称未曾出具。",
            "2025 年申报材料",
        ),
        subject,
        "",
        "向两家出具单位函证属实。",
        "两份用户应用证明系伪造。依据科学技术活动违规行为处理暂行规定，拟取消申报资格一年。",
        "证明由代理公司提供，本人未核实，愿承担责任。",
        "heavier",
        "2027-11-15",
        "提供虚假应用证明，情节较重，取消申报资格一年。",
    )


def _false_data(stage: Stage, project: Project) -> Offence:
    leader, _unit = people(stage, project)
    return Offence(
        Clue(
            f"《{title_of(stage, project)}》项目组",
            "申报书所附前期试验数据与另一课题两年前已发表的数据逐点相同。",
            "2025 年申报材料",
        ),
        leader,
        project.number,
        "比对原始数据，测试设备当日未开机。",
        "以他人数据冒充本项目前期试验结果。拟取消申报资格四年，撤销项目并追回全部经费。",
        "承认数据来源有误，请求从轻。",
        "serious",
        "2030-11-15",
        "编造试验数据，情节严重，取消申报资格四年。",
    )


def _opened(stage: Stage, offence: Offence) -> IntegrityCase:
    with stage.scene() as session:
        case = file_clue(session, offence.clue, None, stage.now)
    if not isinstance(case, IntegrityCase):
        raise StoryBroken("线索未能收下")
    stage.move(case, "take_up", SUPERVISOR)
    with stage.scene() as session:
        live = session.get_one(IntegrityCase, case.id)
        named = Subject(offence.subject, "", offence.project)
        identify(session, live, named, person(session, SUPERVISOR), stage.now)
    stage.move(case, "open", SUPERVISOR, reason="初核属实。")
    return case


def _sanction(stage: Stage, case: IntegrityCase, offence: Offence) -> None:
    stage.move(
        case,
        "sanction",
        DECISION,
        **SANCTIONED,
        grade=offence.grade,
        rule_set=RULE_SET,
        article="第十五条",
        starts_on="2026-11-16",
        ends_on=offence.ends_on,
        reason=offence.finding,
    )


def _revocation() -> dict[str, str]:
    return {
        **SANCTIONED,
        "rule_set": "科技计划项目管理办法（演示）",
        "article": "第三十条",
        "reason": "以虚假数据取得立项，立项自始无效。",
    }


def _revoke(stage: Stage, project: Project) -> None:
    stage.move(project, "revoke", DECISION, **_revocation())
    stage.at(2026, 11, 17)
    fund = fund_of(stage, project)
    stage.move(fund, "recover", FINANCE)
    with stage.scene() as session:
        owed = session.get_one(Fund, fund.id).owed
    stage.tell(f"《{title_of(stage, project)}》撤销：已拨付的 {owed // 1_000_000} 万元全额追缴")
    stage.at(2026, 11, 20)
    for day, part in (("2026-11-19", owed // 2), ("2026-11-20", owed - owed // 2)):
        given = {"refunded_on": day, "reference": f"记字演{day[-2:]}号"}
        stage.move(fund, "record_refund", FINANCE, amount=str(part), **given)
    for one in (FINANCE, FINANCE2):
        stage.move(fund, "close_recovery", one)
    stage.wait_for_the_worker()
    stage.tell(f"分两笔全额退回，{stage.state_of(fund)}")


def _leave_a_clue_open(stage: Stage) -> None:
    with stage.scene() as session:
        clue = Clue(
            "某申报单位", "自筹资金证明所附银行流水账号与单位开户许可不一致。", "2025 年申报材料"
        )
        file_clue(session, clue, None, stage.now)
    stage.tell("另一条匿名线索待初核")
