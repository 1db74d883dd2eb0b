"""Fourth act: contracts drafted from the awards, measurable milestones, three signatures each."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import unit_mail
from app.demo.forms import a_page
from app.demo.office import DECISION, PLANNING, minutes, person, title_of
from app.demo.stage import Stage, StoryBroken
from app.models import Call, ContractVersion, Evidence, Project, Proposal
from app.services.contracts import drafting
from app.services.contracts.drafting import Edited
from app.services.files import evidence

GIVEN_UP = "宽温域钠离子电池正极材料工程化"
LOWERED = "钙钛矿/晶硅叠层太阳电池组件稳定性"


def sign_contracts(stage: Stage, call: Call) -> None:
    stage.chapter("任务书：按申报和立项结果生成，节点可考核，三方签名")
    stage.at(2026, 3, 24)
    for project in _contracting(stage, call):
        if title_of(stage, project) == GIVEN_UP:
            continue
        _prepare(stage, project)
        if title_of(stage, project) == LOWERED:
            _lower_and_decide(stage, project)
        _sign(stage, project)
    stage.wait_for_the_worker()


def give_one_up(stage: Stage, call: Call) -> None:
    stage.at(2026, 3, 27)
    project = next(p for p in _contracting(stage, call) if title_of(stage, p) == GIVEN_UP)
    with stage.scene() as session:
        unit = _unit_mail(session, project)
    stage.move(project, "give_up", unit, reason="核心骨干调离，无法按期组织实施。")
    stage.tell(f"《{GIVEN_UP}》单位放弃立项，空出一个名额")


def sign_the_last(stage: Stage, call: Call) -> None:
    stage.at(2026, 4, 13)
    for project in _contracting(stage, call):
        _prepare(stage, project)
        _sign(stage, project)
    stage.wait_for_the_worker()


def _contracting(stage: Stage, call: Call) -> list[Project]:
    with stage.scene() as session:
        return list(
            session.scalars(
                select(Project)
                .join(Proposal)
                .where(Proposal.call_id == call.id, Project.state == "contracting")
                .order_by(Project.id)
            )
        )


def _prepare(stage: Stage, project: Project) -> None:
    """The unit proves its own money; the leader puts a measurable milestone in autumn."""
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        unit = person(session, _unit_mail(session, live))
        proof = evidence.add(
            session,
            live,
            "matching",
            a_page(),
            "配套资金承诺函.pdf",
            by=unit,
            now=stage.now,
        )
        answer = _edit(session, stage, live, _with_first_milestone)
    if not (isinstance(proof, Evidence) and isinstance(answer, ContractVersion)):
        raise StoryBroken("任务书未能准备好")


def _with_first_milestone(terms: dict[str, Any]) -> dict[str, Any]:
    core = terms["metrics"][0]
    first = {
        "title": "关键技术小试",
        "due_on": "2026-09-30",
        "deliverable": "小试样品与检测报告",
        "targets": {str(core["metric_id"]): str(int(core["target"]) * 7 // 10)},
    }
    return {"milestones": [first, *terms["milestones"]]}


def _lower_and_decide(stage: Stage, project: Project) -> None:
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        core = live.proposal.metrics[0]
        lower = str(int(core.target) - 1)
        _edit(session, stage, live, lambda _terms: {"targets": {core.id: lower}})
        leader = live.proposal.pi.email
    refused = stage.refused(project, "sign_contract", leader)
    stage.tell(f"指标改低，签订被拒：{refused}")
    stage.move(
        project,
        "permit_lowering",
        DECISION,
        **minutes("厅务会纪要〔2026〕7号", "2026-03-24"),
        reason="测试标准改版，原值按新标准折算。",
    )
    stage.tell("厅务会议定按新标准折算，可以签订")


def _edit(session: Session, stage: Stage, project: Project, change: Any) -> object:
    last = drafting.newest(session, project)
    assert last is not None, "an award has its contract drafted"
    terms = last.terms
    edited: dict[str, Any] = {
        "targets": {},
        "test_methods": {},
        "milestones": terms["milestones"],
        "budget": terms["budget"],
        "ip": terms["ip"],
        "breach": terms["breach"],
    }
    return drafting.save(
        session,
        project,
        last.version,
        Edited(**(edited | change(terms))),
        project.proposal.pi,
        stage.now,
    )


def _sign(stage: Stage, project: Project) -> None:
    with stage.scene() as session:
        live = session.get_one(Project, project.id)
        mails = (live.proposal.pi.email, _unit_mail(session, live), PLANNING)
    for mail in mails:
        stage.move(project, "sign_contract", mail)
    stage.tell(f"项目 {project.number} 任务书三方签订，转入在研")


def _unit_mail(session: Session, project: Project) -> str:
    return unit_mail(session.get_one(Project, project.id).proposal.lead_unit.name)
