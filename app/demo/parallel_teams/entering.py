"""First act: the race is posted with everything it promises, teams enter, four are selected."""

from __future__ import annotations

from datetime import date

from app.demo.calling import Planned
from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.parallel_teams import selecting
from app.demo.parallel_teams.cast import BATTERY, settle, settle_experts
from app.demo.parallel_teams.posting import CONDITIONS, draft_race, plan_of
from app.demo.stage import Stage
from app.models import Race

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
        like = person(session, OFFICER)
        settle(session, like, BATTERY)
        settle_experts(session, like)
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
    proposals = selecting.enter(stage, race, BATTERY)
    stage.at(2025, 11, 27, 10)
    selecting.recommend(stage, proposals)
    stage.at(2025, 12, 2, 10)
    selecting.check_all(stage, proposals)


def select_the_teams(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：入围评审，4 个团队、3 条路线入围，1 个候补")
    selecting.review(stage, race, BATTERY)
    stage.at(2025, 12, 9, 10)
    selecting.decide(stage, race, BATTERY, "厅务会纪要〔2025〕26号")
    stage.at(2025, 12, 19, 10)
    stage.tell("公示期满，四个团队立项，进入签约")
    selecting.sign_all(stage, BATTERY)
