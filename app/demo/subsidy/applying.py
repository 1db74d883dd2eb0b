"""From the call to the contract, with one proposal of two units."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.demo.cast import DOMAIN, Entry
from app.demo.forms import a_page, form_of
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.open_competition.applying import mail_of, recommender_of, unit_mail
from app.demo.parallel_teams.entering import WAN, check, must, notice
from app.demo.parallel_teams.panels import score_panel
from app.demo.stage import Stage
from app.models import Call, Programme, Project, Proposal, ProposalMember
from app.services.awarding import deciding
from app.services.calls import drafting as calls
from app.services.calls.call_drafts import CallDraft
from app.services.calls.criteria import USUAL
from app.services.files import evidence
from app.services.problems import Problems
from app.services.proposals import drafting, members
from app.services.review import panels
from workflows.engine.calendar import SHANGHAI
from workflows.money.modes import AFTERWARDS, EACH
from workflows.parameters import DEFAULTS

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
_SERVES = "已有中试基础的工业节能装备投产，对应第7条重点任务"
_CLOSING = datetime(2026, 2, 24, 17, 0, tzinfo=SHANGHAI)


def publish(stage: Stage) -> Call:
    stage.at(2026, 1, 12, 10)
    stage.chapter("后补助：先投入、后补助，联合申报直接拨付各单位")
    with stage.scene() as session:
        programme = session.scalars(select(Programme).where(Programme.number == 8)).one()
        call = calls.draft(
            session,
            programme,
            "open_competition",
            _written(programme),
            person(session, OFFICER),
            stage.now,
        )
        must(call)
    assert isinstance(call, Call)
    stage.move(call, "submit_for_consult", OFFICER)
    stage.at(2026, 1, 20, 10)
    stage.move(call, "approve", DECISION, **matched("厅务会纪要〔2026〕2号", "2026-01-20", _SERVES))
    stage.move(call, "publish", OFFICER)
    stage.tell("后补助指南发布：验收通过并核定成本后，按不超过核定成本的 50% 补助")
    return call


def _written(programme: Programme) -> CallDraft:
    return CallDraft(
        year=2026,
        title="2026年度新能源技术产业化后补助",
        title_en="2026 subsidies for bringing new energy to market, paid afterwards",
        guide="支持方向：\n已有中试基础、当年可投产的新能源技术产业化。\n先投入，验收后补助。",
        guide_en="For technology that can go into production within the year; paid afterwards.",
        conditions="鼓励企业联合申报，各单位投入分别核算。",
        contact="高新处 林知远",
        contact_phone="0000-88888888（演示）",
        budget=200 * WAN,
        award_most=200 * WAN,
        planned_awards=1,
        payment_mode=AFTERWARDS,
        payee_mode=EACH,
        open_at=datetime(2026, 1, 21, 9, 0, tzinfo=SHANGHAI),
        close_at=_CLOSING,
        recommend_until=_CLOSING + timedelta(days=DEFAULTS["recommend_days"]),
        rules=DEFAULTS,
        criteria=USUAL["open_competition"],
        tasks=tuple(programme.tasks[6:7]),
    )


def apply(stage: Stage, call: Call) -> Proposal:
    stage.at(2026, 2, 10, 10)
    proposal = _write(stage, call)
    stage.move(proposal, "submit", mail_of(NUMBER, "pi"))
    stage.move(proposal, "unit_seal", unit_mail(ENTRY))
    stage.tell(f"《{ENTRY.title}》由两家企业联合申报，财政资金和自筹资金按单位列明")
    stage.at(2026, 2, 26, 10)
    stage.move(proposal, "recommend", recommender_of(stage, proposal))
    stage.at(2026, 3, 2, 10)
    check(stage, proposal)
    return proposal


def _write(stage: Stage, call: Call) -> Proposal:
    with stage.scene() as session:
        leader = person(session, mail_of(NUMBER, "pi"))
        live = session.get_one(Call, call.id)
        proposal = drafting.start(session, live, leader, stage.now)
        must(proposal)
        assert isinstance(proposal, Proposal)
        form = form_of(session, live, ENTRY, stage.now)
        form["basics"] |= {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 12, 31)}
        milestone = {"title": "投产", "due_on": date(2026, 12, 20), "deliverable": "产线运行报告"}
        form["milestones"] = {"rows": [milestone]}
        for part, values in form.items():
            edition = proposal.edition
            must(
                drafting.save(
                    session, proposal, part, values, edition=edition, by=leader, now=stage.now
                )
            )
        hand = person(session, mail_of(NUMBER, "member"))
        member = ProposalMember(
            name=hand.name, email=hand.email, unit_name=ENTRY.unit, duty="产线调试", months=9
        )
        must(members.name_member(session, proposal, member, stage.now))
        members.answer(member, hand, True, stage.now)
    return proposal


def award(stage: Stage, call: Call, proposal: Proposal) -> None:
    """Scored, decided and on notice."""
    stage.move(call, "finish_formal", OFFICER)
    with stage.scene() as session:
        live, officer = session.get_one(Call, call.id), person(session, OFFICER)
        mine = [session.get_one(Proposal, proposal.id)]
        group = panels.form(session, live, mine, "后补助评审组", officer, stage.now)
        must(group)
    assert not isinstance(group, Problems)
    score_panel(stage, group, {ENTRY.title: ENTRY.merit})
    stage.move(call, "finish_review", OFFICER)
    stage.at(2026, 3, 4, 10)
    with stage.scene() as session:
        live, officer = session.get_one(Call, call.id), person(session, OFFICER)
        must(deciding.save(session, deciding.begin_draft(session, live, officer), {}, officer))
    stage.move(
        call, "decide_list", DECISION, **matched("厅务会纪要〔2026〕4号", "2026-03-04", _SERVES)
    )
    notice(stage, call)


def sign(stage: Stage, proposal: Proposal) -> Project:
    """Nothing is paid on signing."""
    stage.at(2026, 3, 16, 10)
    unit = unit_mail(ENTRY)
    with stage.scene() as session:
        project = session.scalars(select(Project).where(Project.proposal_id == proposal.id)).one()
        page = a_page()
        by = person(session, unit)
        evidence.add(session, project, "matching", page, "自筹承诺函.pdf", by=by, now=stage.now)
    for mail in (mail_of(NUMBER, "pi"), unit, f"planning@{DOMAIN}"):
        stage.move(project, "sign_contract", mail)
    stage.tell(f"{project.number} 任务书签订：不预拨经费，各单位份额写入任务书")
    return project
