"""First act: the race is posted with everything it promises, teams enter, four are selected."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.demo.calling import Planned
from app.demo.cast import WAN
from app.demo.deciding import give_notice
from app.demo.forms import a_page, form_of
from app.demo.office import DECISION, OFFICER, PLANNING, matched, person
from app.demo.panels import form_panel, score_panel
from app.demo.parallel_teams import cast
from app.demo.parallel_teams.cast import ROUTES, TEAMS, lane_mail
from app.demo.parallel_teams.posting import CONDITIONS, draft_race, plan_of
from app.demo.proposing import check, name_member, recommender_of, write
from app.demo.stage import Stage, must
from app.models import Call, Project, Proposal, Race
from app.services.awarding import deciding
from app.services.awarding.deciding import ItemDraft
from app.services.files import evidence
from app.services.races import entering
from app.services.races.entering import EntryDraft

LINE = [
    {"name": "能量密度", "unit": "Wh/kg", "direction": "at_least", "target": "400"},
    {"name": "循环寿命", "unit": "次", "direction": "at_least", "target": "1000"},
]
_CALL = Planned(
    mechanism="parallel_teams",
    year=2026,
    title="全固态电池",
    title_en="All-solid-state batteries",
    guide="支持方向：\n全固态电池，硫化物、氧化物、聚合物等不同技术路线同步攻关。",
    guide_en="All-solid-state batteries by different technical routes at once.",
    conditions=CONDITIONS,
    budget=1200,
    awards=4,
    opens=date(2025, 10, 24),
    closes=date(2025, 11, 26),
    rules={"race_call_days": 10, "race_grace_days": 5, "race_round_to": 10_000},
    files=(),
    tasks=(1,),
)
_PLAN = plan_of(
    "研制单体能量密度不低于 400 Wh/kg、循环 1000 次以上的全固态电池，通过第三方检测。",
    LINE,
    (
        (360, 2, date(2026, 1, 20), 320),
        (480, 1, date(2026, 4, 20), 360),
        (240, 1, date(2026, 6, 20), 400),
    ),
    "同一测试台，25℃，0.1C 充放，由同一第三方机构检测。",
    prize=120,
    ends_on=date(2026, 6, 30),
)


def post_the_race(stage: Stage) -> Race:
    stage.chapter("赛马：赛题公告，目标、冲线标准、节点、名额、经费、公式事先公布")
    stage.at(2025, 10, 9, 10)
    with stage.scene() as session:
        cast.settle(session, person(session, OFFICER))
    call, race = draft_race(stage, _CALL, _PLAN)
    stage.tell("主办人起草赛题：3 个节点 360/480/240 万元，冲线奖励 120 万元，合计 1200 万元")
    stage.move(call, "submit_for_consult", OFFICER)
    stage.at(2025, 10, 20, 10)
    stage.move(
        call, "approve", DECISION, **matched(stage, call, "厅务会纪要〔2025〕21号", "2025-10-20")
    )
    stage.at(2025, 10, 21, 10)
    stage.move(call, "publish", OFFICER)
    stage.tell(f"赛题公告发布：{stage.state_of(race)}")
    stage.wait_for_the_worker()
    return race


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
    entry, now = TEAMS[place - 1], stage.now
    with stage.scene() as session:
        call = session.get_one(Call, race.call_id)
        form = form_of(session, call, entry, now)
        proposal = write(session, call, lane_mail(place, "pi"), form, now)
        name_member(session, proposal, entry, lane_mail(place, "member"), "电芯试制", 18, now)
        draft = EntryDraft(ROUTES[place - 1], (700 - 20 * place) * WAN, 120, True)
        must(entering.save_entry(session, proposal, draft))
    return proposal


def select_the_teams(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：入围评审，4 个团队、3 条路线入围，1 个候补")
    call = call_of(stage, race)
    stage.move(call, "finish_formal", OFFICER)
    with stage.scene() as session:
        entries = session.scalars(
            select(Proposal).where(Proposal.call_id == call.id).order_by(Proposal.id)
        ).all()
    group = form_panel(stage, call, entries, "入围评审组")
    merits = {entry.title: entry.merit for entry in TEAMS}
    score_panel(stage, group, merits)
    stage.move(call, "finish_review", OFFICER)
    stage.at(2025, 12, 9, 10)
    _draft_selection(stage, call)
    stage.move(
        call,
        "decide_list",
        DECISION,
        **matched(stage, call, "厅务会纪要〔2025〕26号", "2025-12-09"),
    )
    stage.tell(f"厅务会议定入围名单：赛题{stage.state_of(race)}")
    give_notice(stage, call)
    stage.wait_for_the_worker()
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
    stage.move(project, "sign_contract", PLANNING)
    stage.tell(f"{project.number} 签订任务书和军令状，节点指标各队一致")
