"""After the award: a change filed and others refused, an early acceptance, an integrity case."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfWriter
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import DOMAIN
from app.demo.open_competition.applying import DECISION, OFFICER, minutes, person
from app.demo.stage import Stage, StoryBroken
from app.models import (
    Acceptance,
    Assessment,
    ChangeRequest,
    IntegrityCase,
    Opinion,
    Person,
    Project,
    ProjectMilestone,
    RoleGrant,
)
from app.services.accepting import applying
from app.services.accepting.results import Registered, register
from app.services.assessing import opinions, panels
from app.services.assessing.questions import questions_of
from app.services.changes.drafting import Wanted, draft_change
from app.services.contracts.limits import number
from app.services.integrity.clues import Clue, file_clue
from app.services.integrity.subjects import Subject, identify
from app.services.milestones.targets import metrics_of
from app.services.months import months_later
from workflows.roles import Role

SUPERVISOR = f"supervisor@{DOMAIN}"
RULE_SET = "科学技术活动违规行为处理暂行规定（科技部令第19号）"


def play(stage: Stage) -> None:
    stage.at(2026, 10, 21)
    stage.chapter("变更：技术路线由负责人决定，期限和节点期间有规矩")
    project = _passed_a_node(stage)
    _change_the_route(stage, project)
    _ask_for_too_long(stage, project)
    _ask_during_a_node(stage)
    accept_early(stage, project)
    handle_a_clue(stage)


def _passed_a_node(stage: Stage) -> Project:
    with stage.scene() as session:
        found = session.scalars(
            select(Project)
            .join(ProjectMilestone, ProjectMilestone.project_id == Project.id)
            .where(Project.state == "active", ProjectMilestone.state == "passed")
            .order_by(Project.id)
        ).first()
    if found is None:
        raise StoryBroken("没有通过节点的在研项目")
    return found


def _change_the_route(stage: Stage, project: Project) -> None:
    case = _draft(stage, project, Wanted("technical_route", "改用干法成膜。", "良率更高。"))
    leader, unit = _people(stage, project)
    stage.move(case, "submit", leader)
    stage.move(case, "file", unit)
    stage.tell("技术路线变更：负责人决定、单位备案，形成任务书新版本")


def _ask_for_too_long(stage: Stage, project: Project) -> None:
    too_far = months_later(project.ends_on, 18)
    case = _draft(stage, project, Wanted("term", "延长十八个月。", "验证周期长。", new_end=too_far))
    leader, _unit = _people(stage, project)
    stage.tell(f"申请延期 18 个月被拒：{stage.refused(case, 'submit', leader)}")
    stage.move(case, "withdraw", leader)


def _ask_during_a_node(stage: Stage) -> None:
    with stage.scene() as session:
        busy = session.scalars(
            select(Project).where(Project.state == "node_check").order_by(Project.id)
        ).first()
    if busy is None:
        raise StoryBroken("没有正在考核节点的项目")
    case = _draft(stage, busy, Wanted("core_members", "更换一名核心成员。", "人员调动。"))
    leader, _unit = _people(stage, busy)
    stage.tell(f"节点考核期间申请变更被拒：{stage.refused(case, 'submit', leader)}")


def _draft(stage: Stage, project: Project, wanted: Wanted) -> ChangeRequest:
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        made = draft_change(session, live, wanted, live.proposal.pi, stage.now)
    if not isinstance(made, ChangeRequest):
        raise StoryBroken("变更未能起草")
    return made


def accept_early(stage: Stage, project: Project) -> None:
    """One project of the story applies for acceptance before its time, and passes."""
    stage.chapter("提前验收：材料、专家组、逐项评判、公示、证书")
    case = _apply(stage, project)
    leader, unit = _people(stage, project)
    stage.move(case, "apply", leader)
    stage.move(case, "seal", unit)
    stage.tell("指标全部达到，提前申请验收，单位盖章上报")
    stage.at(2026, 10, 26)
    _convene(stage, case)
    stage.at(2026, 10, 30)
    for opinion, mail in _opinions(stage, case):
        _judge(stage, opinion)
        stage.move(opinion, "sign_opinion", mail)
    chair = _chair(stage, case)
    given = {"opinion": "任务全部完成，数据真实，同意通过验收。"}
    stage.tell(
        f"得分不足不能通过：{stage.refused(case, 'conclude_pass', chair, score='55', **given)}"
    )
    stage.move(case, "conclude_pass", chair, score="91", **given)
    stage.at(2026, 11, 2)
    stage.move(case, "publish", OFFICER)
    stage.tell("验收公示 5 天")
    stage.at(2026, 11, 9)
    stage.wait_for_the_worker()
    stage.tell(f"公示期满，{stage.state_of(project)}，验收证书签发")


def _apply(stage: Stage, project: Project) -> Acceptance:
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        leader = live.proposal.pi
        case = applying.begin_for(session, live, leader, stage.now)
        if not isinstance(case, Acceptance):
            raise StoryBroken("验收未能开始")
        metrics = metrics_of(session, case)
        reached = {str(m.id): str(number(m.target) or m.target) for m in metrics}
        reports = dict.fromkeys(reached, "演检-终")
        written = applying.Written(
            "任务书指标全部达到。", "数据汇交〔2026〕演1号", reached, reports
        )
        problems = applying.save(session, case, written)
        for key in ("report", "accounts", "test_report"):
            name = f"{applying.FILES[key].zh}.pdf"
            applying.attach(session, case, key, _a_page(), name, by=leader, now=stage.now)
        patent = Registered(
            "patent",
            "一种界面调控方法（演示）",
            "ZL2026演0001",
            live.proposal.lead_unit.name,
            None,
            True,
        )
        register(session, live, patent, leader, stage.now)
        if problems is not None:
            raise StoryBroken("验收材料未能保存")
        _ = case.project.proposal.title
    return case


def _convene(stage: Stage, case: Acceptance) -> None:
    with stage.scene() as session:
        live = session.get_one(Acceptance, case.id)
        drawn = panels.draw_panel(session, live, person(session, OFFICER), stage.now)
        if not isinstance(drawn, Assessment):
            words = "；".join(text.zh for text in drawn.by_field.values())
            raise StoryBroken(f"验收专家组未能抽出：{words}")
        names = "、".join(seat.expert.person.name for seat in drawn.members)
    stage.move(case, "convene", OFFICER, meeting="10月30日9时，厅第二会议室")
    stage.tell(f"大额项目抽取 7 人以上验收专家组：{names}")


def _opinions(stage: Stage, case: Acceptance) -> list[tuple[Opinion, str]]:
    with stage.scene() as session:
        live = session.get_one(Acceptance, case.id)
        assert live.assessment is not None, "a panel was drawn"
        return [(o, o.expert.person.email) for o in opinions.of_round(live.assessment, 1)]


def _judge(stage: Stage, opinion: Opinion) -> None:
    with stage.scene() as session:
        live = session.get_one(Opinion, opinion.id)
        keys = [question.key for question in questions_of(session, live)]
        written = opinions.Written(
            dict.fromkeys(keys, "met"), {}, "指标达到，同意通过验收。", "pass"
        )
        if opinions.save(live, written, keys) is not None:
            raise StoryBroken("验收意见未能保存")


def _chair(stage: Stage, case: Acceptance) -> str:
    with stage.scene() as session:
        panel = session.get_one(Acceptance, case.id).assessment
        assert panel is not None, "a panel was drawn"
        assert panel.chair is not None, "a drawn panel has a chair"
        return panel.chair.person.email


def handle_a_clue(stage: Stage) -> None:
    """An anonymous clue with clear facts, heard and decided; the bar ends by itself."""
    stage.chapter("科研诚信：匿名线索、立案、申辩、惩戒")
    with stage.scene() as session:
        subject = session.scalars(select(Person).where(Person.name == "风起")).one().email
        clue = Clue(
            "风起（叶片回收项目负责人）",
            "申报书所附两份用户应用证明的公章与备案样式不符，出具单位称未曾出具。",
            "2025 年申报材料",
        )
        case = file_clue(session, clue, None, stage.now)
    if not isinstance(case, IntegrityCase):
        raise StoryBroken("线索未能收下")
    stage.tell("收到匿名线索：事实清楚，按线索办理，只有监督诚信处可见")
    stage.move(case, "take_up", SUPERVISOR)
    with stage.scene() as session:
        live = session.get_one(IntegrityCase, case.id)
        identify(session, live, Subject(subject, "", ""), person(session, SUPERVISOR))
    stage.move(case, "open", SUPERVISOR, reason="初核属实。")
    stage.at(2026, 11, 12)
    told = "两份用户应用证明系伪造。依据科学技术活动违规行为处理暂行规定，拟取消申报资格一年。"
    stage.move(case, "report", SUPERVISOR, report="向两家出具单位函证属实。", told=told)
    stage.move(case, "plead", subject, plea="证明由代理公司提供，本人未核实，愿承担责任。")
    stage.at(2026, 11, 16)
    stage.move(
        case,
        "sanction",
        DECISION,
        **minutes("厅务会纪要〔2026〕19号", "2026-11-16"),
        grade="heavier",
        rule_set=RULE_SET,
        article="第十五条",
        starts_on="2026-11-16",
        ends_on="2027-11-15",
        reason="提供虚假应用证明，情节较重，取消申报资格一年。",
    )
    stage.tell("厅务会决定惩戒一年，决定书送达；期满自动解除，过半可申请修复")
    stage.wait_for_the_worker()
    _leave_a_clue_open(stage)


def _leave_a_clue_open(stage: Stage) -> None:
    with stage.scene() as session:
        clue = Clue(
            "某申报单位", "自筹资金证明所附银行流水账号与单位开户许可不一致。", "2025 年申报材料"
        )
        file_clue(session, clue, None, stage.now)
    stage.tell("另一条匿名线索待初核")


def _people(stage: Stage, project: Project) -> tuple[str, str]:
    """The mail addresses of the leader and of the unit's administrator."""
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        return live.proposal.pi.email, _admin_of(session, live.proposal.lead_unit_id)


def _admin_of(session: Session, unit: int) -> str:
    return session.scalars(
        select(Person.email)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.UNIT_ADMIN.value, RoleGrant.organisation_id == unit)
        .order_by(Person.id)
        .limit(1)
    ).one()


def _a_page() -> BytesIO:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=595, height=842)
    writer.write(out)
    return out
