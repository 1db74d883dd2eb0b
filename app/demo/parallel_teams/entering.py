"""First act: the race is posted with everything it promises, teams enter, four are selected."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.demo.cast import DOMAIN
from app.demo.forms import a_page, form_of
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.open_competition.applying import recommender_of
from app.demo.parallel_teams import cast
from app.demo.parallel_teams.cast import ROUTES, TEAMS, lane_mail
from app.demo.parallel_teams.panels import CHECKER, score_panel
from app.demo.stage import Stage, StoryBroken
from app.models import Call, Programme, Project, Proposal, ProposalMember, Race
from app.services.awarding import deciding, noticing
from app.services.awarding.deciding import ItemDraft
from app.services.calls import drafting as calls
from app.services.calls.call_drafts import CallDraft
from app.services.calls.criteria import USUAL
from app.services.files import evidence
from app.services.problems import Problems
from app.services.proposals import drafting, formal, members
from app.services.proposals.formal import Answer
from app.services.races import entering, finding, planning
from app.services.races.entering import EntryDraft
from app.services.races.planning import RacePlan, StagePlan
from app.services.review import panels
from workflows.engine.calendar import SHANGHAI
from workflows.parameters import DEFAULTS

WAN = 10_000_00
LINE = [
    {"name": "能量密度", "unit": "Wh/kg", "direction": "at_least", "target": "400"},
    {"name": "循环寿命", "unit": "次", "direction": "at_least", "target": "1000"},
]
_SERVES = "全固态电池多条路线同步攻关，对应第1条重点任务"
_CLOSING = datetime(2025, 11, 26, 17, 0, tzinfo=SHANGHAI)
_RACE_STAGES = ((360, 2, date(2026, 1, 20), 320), (480, 1, date(2026, 4, 20), 360))
_LAST = (240, 1, date(2026, 6, 20), 400)
_RULES = DEFAULTS | {"race_call_days": 10, "race_grace_days": 5, "race_round_to": 10_000}


def must(answer: object) -> None:
    """A service that found problems breaks the story."""
    if isinstance(answer, Problems):
        raise StoryBroken("；".join(text.zh for text in answer.by_field.values()))


def post_the_race(stage: Stage) -> Race:
    stage.chapter("赛马：赛题公告，目标、冲线标准、节点、名额、经费、公式事先公布")
    stage.at(2025, 10, 9, 10)
    with stage.scene() as session:
        officer = person(session, OFFICER)
        cast.settle(session, officer)
        programme = session.scalars(select(Programme).where(Programme.number == 8)).one()
        call = calls.draft(
            session, programme, "parallel_teams", _call(programme), officer, stage.now
        )
        must(call)
        assert isinstance(call, Call)
        race = finding.race_of_call(session, call)
        assert race is not None, "a race begins with its call"
        must(planning.save(session, race, _plan(), officer, stage.now))
    stage.tell("主办人起草赛题：3 个节点 360/480/240 万元，冲线奖励 120 万元，合计 1200 万元")
    stage.move(call, "submit_for_consult", OFFICER)
    stage.at(2025, 10, 20, 10)
    stage.move(
        call, "approve", DECISION, **matched("厅务会纪要〔2025〕21号", "2025-10-20", _SERVES)
    )
    stage.at(2025, 10, 21, 10)
    stage.move(call, "publish", OFFICER)
    stage.tell(f"赛题公告发布：{stage.state_of(race)}")
    stage.wait_for_the_worker()
    return race


def _call(programme: Programme) -> CallDraft:
    return CallDraft(
        year=2026,
        title="全固态电池",
        title_en="All-solid-state batteries",
        guide="支持方向：\n全固态电池，硫化物、氧化物、聚合物等不同技术路线同步攻关。",
        guide_en="All-solid-state batteries by different technical routes at once.",
        conditions="牵头单位须为省内独立法人单位。\n团队之间不得有共同成员、不得受同一主体控制。",
        contact="高新处 林知远",
        contact_phone="0000-88888888（演示）",
        budget=1200 * WAN,
        award_most=500 * WAN,
        planned_awards=4,
        open_at=datetime(2025, 10, 24, 9, 0, tzinfo=SHANGHAI),
        close_at=_CLOSING,
        recommend_until=_CLOSING + timedelta(days=DEFAULTS["recommend_days"]),
        rules=_RULES,
        criteria=USUAL["parallel_teams"],
        tasks=tuple(programme.tasks[:1]),
    )


def _plan() -> RacePlan:
    return RacePlan(
        target="研制单体能量密度不低于 400 Wh/kg、循环 1000 次以上的全固态电池，通过第三方检测。",
        finish_line=LINE,
        loser_rule="未胜出团队的知识产权归其所有，试验数据汇交后可供后续项目使用。",
        formula="base_merit",
        prize=120 * WAN,
        converge_at=2,
        ends_on=date(2026, 6, 30),
        stages=[
            StagePlan(
                pool=pool * WAN,
                quota=quota,
                due_on=due_on,
                indicators=[{**LINE[0], "target": str(target)}],
                protocol="同一测试台，25℃，0.1C 充放，由同一第三方机构检测。",
            )
            for pool, quota, due_on, target in (*_RACE_STAGES, _LAST)
        ],
    )


def everybody_enters(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：五个团队报名，各声明一条主技术路线")
    stage.at(2025, 11, 10, 10)
    proposals = [_write(stage, race, place) for place in range(1, len(TEAMS) + 1)]
    for place, proposal in enumerate(proposals, start=1):
        stage.move(proposal, "submit", lane_mail(place, "pi"))
        stage.move(proposal, "unit_seal", lane_mail(place, "unit"))
        stage.tell(f"《{TEAMS[place - 1].title}》报名，路线：{ROUTES[place - 1]}")
    stage.wait_for_the_worker()
    stage.at(2025, 11, 27, 10)
    for proposal in proposals:
        stage.move(proposal, "recommend", recommender_of(stage, proposal))
    stage.at(2025, 12, 2, 10)
    for proposal in proposals:
        check(stage, proposal)
    stage.wait_for_the_worker()


def _write(stage: Stage, race: Race, place: int) -> Proposal:
    entry = TEAMS[place - 1]
    with stage.scene() as session:
        leader = person(session, lane_mail(place, "pi"))
        call = session.get_one(Call, race.call_id)
        proposal = drafting.start(session, call, leader, stage.now)
        must(proposal)
        assert isinstance(proposal, Proposal)
        for part, values in form_of(session, call, entry, stage.now).items():
            edition = proposal.edition
            must(
                drafting.save(
                    session, proposal, part, values, edition=edition, by=leader, now=stage.now
                )
            )
        hand = person(session, lane_mail(place, "member"))
        member = ProposalMember(
            name=hand.name, email=hand.email, unit_name=entry.unit, duty="电芯试制", months=18
        )
        must(members.name_member(session, proposal, member, stage.now))
        members.answer(member, hand, True, stage.now)
        draft = EntryDraft(ROUTES[place - 1], (700 - 20 * place) * WAN, 120, True)
        must(entering.save_entry(session, proposal, draft))
    return proposal


def check(stage: Stage, proposal: Proposal) -> None:
    """Formally: everything is as it must be."""
    with stage.scene() as session:
        live = session.get_one(Proposal, proposal.id)
        answers = {item.key: Answer("met") for item in formal.ITEMS}
        formal.record(session, live, answers, (), person(session, CHECKER), stage.now)
    stage.move(proposal, "pass_formal_check", CHECKER)


def select_the_teams(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：入围评审，4 个团队、3 条路线入围，1 个候补")
    call = call_of(stage, race)
    stage.move(call, "finish_formal", OFFICER)
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        entries = session.scalars(
            select(Proposal).where(Proposal.call_id == call.id).order_by(Proposal.id)
        ).all()
        group = panels.form(
            session, live, entries, "入围评审组", person(session, OFFICER), stage.now
        )
        must(group)
    assert not isinstance(group, Problems)
    merits = {entry.title: entry.merit for entry in TEAMS}
    score_panel(stage, group, merits)
    stage.move(call, "finish_review", OFFICER)
    stage.at(2025, 12, 9, 10)
    _draft_selection(stage, call)
    stage.move(
        call, "decide_list", DECISION, **matched("厅务会纪要〔2025〕26号", "2025-12-09", _SERVES)
    )
    stage.tell(f"厅务会议定入围名单：赛题{stage.state_of(race)}")
    notice(stage, call)
    stage.at(2025, 12, 19, 10)
    stage.tell("公示期满，四个团队立项，进入签约")
    for place in (1, 2, 3, 4):
        sign(stage, place)


def call_of(stage: Stage, race: Race) -> Call:
    with stage.scene() as session:
        return session.get_one(Call, race.call_id)


def _draft_selection(stage: Stage, call: Call) -> None:
    """Each selected team gets an equal part of stage 1, the reserve less if it is ever called; more
    follows by the formula."""
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        officer = person(session, OFFICER)
        decision = deciding.begin_draft(session, live, officer)
        best = {entry.title for entry in TEAMS[:4]}
        drafts = {
            item.proposal_id: ItemDraft("propose", 90 * WAN)
            if item.proposal.title in best
            else ItemDraft("reserve", 60 * WAN)
            for item in decision.items
        }
        must(deciding.save(session, decision, drafts, officer))


def notice(stage: Stage, call: Call) -> None:
    """For whoever is proposed now."""
    with stage.scene() as session:
        live = session.get_one(Call, call.id)
        proposed = session.scalars(
            select(Proposal).where(Proposal.call_id == call.id, Proposal.state == "proposed")
        ).all()
        made = noticing.draft_notice(session, live, proposed, person(session, OFFICER), stage.now)
        must(made)
    assert not isinstance(made, Problems)
    stage.move(made, "publish", OFFICER)
    stage.wait_for_the_worker()


def sign(stage: Stage, place: int) -> None:
    """任务书 and 军令状: the same indicators for every team."""
    with stage.scene() as session:
        project = session.scalars(
            select(Project).join(Proposal).where(Proposal.title == TEAMS[place - 1].title)
        ).one()
        unit = person(session, lane_mail(place, "unit"))
        proof = "配套资金承诺函.pdf"
        page = a_page()
        evidence.add(session, project, "matching", page, proof, by=unit, now=stage.now)
    stage.move(project, "sign_contract", lane_mail(place, "pi"))
    stage.move(project, "sign_contract", lane_mail(place, "unit"))
    stage.move(project, "sign_contract", f"planning@{DOMAIN}")
    stage.tell(f"{project.number} 签订任务书和军令状，节点指标各队一致")
