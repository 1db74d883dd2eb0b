"""From the call to the contract, with one proposal of two units."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.demo.calling import Planned, approve_and_publish, draft
from app.demo.cast import Entry, mail_of, unit_mail
from app.demo.deciding import decide_as_ranked, give_notice
from app.demo.forms import a_page, form_of
from app.demo.office import OFFICER, PLANNING, person
from app.demo.panels import form_panel, score_panel
from app.demo.proposing import check, name_member, recommender_of, write
from app.demo.stage import Stage
from app.models import Call, Project, Proposal
from app.services.files import evidence
from workflows.money.modes import AFTERWARDS, EACH

NUMBER = 23
"""Whose account leads it: of the big call this person missed the close."""
ENTRY = Entry(
    "智能微电网直流断路器产业化示范",
    "闽江绿能材料有限公司（演示）",
    "白日",
    86,
    180,
    partner="九龙江节能装备有限公司（演示）",
    field="智能电网与能源互联网",
)
_CALL = Planned(
    year=2026,
    title="2026年度新能源技术产业化后补助",
    title_en="2026 subsidies for bringing new energy to market, paid afterwards",
    guide="支持方向：\n已有中试基础、当年可投产的新能源技术产业化。\n先投入，验收后补助。",
    guide_en="For technology that can go into production within the year; paid afterwards.",
    conditions="鼓励企业联合申报，各单位投入分别核算。",
    budget=200,
    most=200,
    awards=1,
    opens=date(2026, 1, 21),
    closes=date(2026, 2, 24),
    files=(),
    tasks=(7,),
    payment_mode=AFTERWARDS,
    payee_mode=EACH,
)


def publish(stage: Stage) -> Call:
    stage.at(2026, 1, 12, 10)
    stage.chapter("后补助：先投入、后补助，联合申报直接拨付各单位")
    call = draft(stage, _CALL)
    stage.move(call, "submit_for_consult", OFFICER)
    stage.at(2026, 1, 20, 10)
    approve_and_publish(stage, call, "厅务会纪要〔2026〕2号", "2026-01-20")
    stage.tell("后补助指南发布：验收通过并核定成本后，按不超过核定成本的 50% 补助")
    return call


def apply(stage: Stage, call: Call) -> Proposal:
    stage.at(2026, 2, 10, 10)
    proposal = _write(stage, call)
    stage.move(proposal, "submit", mail_of(NUMBER, "pi"))
    stage.move(proposal, "unit_seal", unit_mail(ENTRY.unit))
    stage.tell(f"《{ENTRY.title}》由两家企业联合申报，财政资金和自筹资金按单位列明")
    stage.at(2026, 2, 26, 10)
    stage.move(proposal, "recommend", recommender_of(stage, proposal))
    stage.at(2026, 3, 3, 10)
    check(stage, proposal)
    return proposal


def _write(stage: Stage, call: Call) -> Proposal:
    now = stage.now
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        form = form_of(session, live, ENTRY, now)
        form["basics"] |= {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 12, 31)}
        milestone = {"title": "投产", "due_on": date(2026, 12, 20), "deliverable": "产线运行报告"}
        form["milestones"] = {"rows": [milestone]}
        proposal = write(session, live, mail_of(NUMBER, "pi"), form, now)
        name_member(session, proposal, ENTRY, mail_of(NUMBER, "member"), "产线调试", 9, now)
    return proposal


def award(stage: Stage, call: Call, proposal: Proposal) -> None:
    """Scored, decided and on notice."""
    stage.move(call, "finish_formal", OFFICER)
    group = form_panel(stage, call, [proposal], "后补助评审组")
    score_panel(stage, group, {ENTRY.title: ENTRY.merit})
    stage.move(call, "finish_review", OFFICER)
    stage.at(2026, 3, 4, 10)
    decide_as_ranked(stage, call, "厅务会纪要〔2026〕4号", "2026-03-04")
    give_notice(stage, call)
    stage.wait_for_the_worker()


def sign(stage: Stage, proposal: Proposal) -> Project:
    """Nothing is paid on signing."""
    stage.at(2026, 3, 16, 10)
    unit = unit_mail(ENTRY.unit)
    with stage.scene() as session:
        project = session.scalars(select(Project).where(Project.proposal_id == proposal.id)).one()
        page = a_page()
        by = person(session, unit)
        evidence.add(session, project, "matching", page, "自筹承诺函.pdf", by=by, now=stage.now)
    for mail in (mail_of(NUMBER, "pi"), unit, PLANNING):
        stage.move(project, "sign_contract", mail)
    stage.tell(f"{project.number} 任务书签订：不预拨经费，各单位份额写入任务书")
    return project
