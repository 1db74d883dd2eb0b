"""A race that runs: two teams on two routes at the first checkpoint, one in reserve. One has handed
in its evidence, the other has not, and nothing is assessed yet."""

from __future__ import annotations

from datetime import date

from app.demo.calling import Planned, approve_and_publish
from app.demo.cast import Entry
from app.demo.office import OFFICER, person
from app.demo.parallel_teams import selecting
from app.demo.parallel_teams.cast import Lineup, settle
from app.demo.parallel_teams.posting import CONDITIONS, draft_race, plan_of
from app.demo.parallel_teams.race_stages import hand_in, pay
from app.demo.stage import Stage
from app.models import Race

_TANDEM = Lineup(
    login="tandem",
    entries=(
        Entry("两端叠层钙钛矿组件攻关（子马队）", "厦门大学", "骁腾", 92, 300, task=2),
        Entry("四端叠层钙钛矿组件攻关（丑马队）", "福州大学", "骐远", 88, 300, task=2),
        Entry("全钙钛矿叠层组件攻关（寅马队）", "闽都创新实验室", "骥行", 84, 300, task=2),
    ),
    routes=("两端叠层", "四端叠层", "全钙钛矿"),
    places=2,
    duty="组件试制",
)
_CALL = Planned(
    mechanism="parallel_teams",
    year=2026,
    title="钙钛矿叠层光伏组件",
    title_en="Perovskite tandem solar modules",
    guide="支持方向：\n钙钛矿叠层光伏组件，不同技术路线同步攻关，按节点优选。",
    guide_en="Perovskite tandem solar modules by different technical routes at once.",
    conditions=CONDITIONS,
    budget=800,
    awards=2,
    opens=date(2026, 4, 23),
    closes=date(2026, 5, 29),
    files=(),
    tasks=(2,),
)
_PLAN = plan_of(
    "研制平方米级钙钛矿叠层光伏组件，转换效率不低于 28%，通过第三方检测。",
    [{"name": "转换效率", "unit": "%", "direction": "at_least", "target": "28"}],
    (
        (180, 2, date(2026, 11, 27), 24),
        (360, 2, date(2027, 6, 30), 26),
        (180, 1, date(2027, 12, 31), 27),
    ),
    "标准测试条件（1000 W/m²、25℃、AM1.5G），由同一第三方机构检测。",
    prize=80,
    ends_on=date(2028, 1, 31),
)


def play(stage: Stage) -> None:
    race = start(stage)
    stage.at(2026, 11, 18, 10)
    hand_in(stage, race, "A", 420, 300)
    stage.tell(f"赛题{stage.state_of(race)}：A 已提交佐证，B 尚未提交")


def start(stage: Stage) -> Race:
    """From the posted target to the money of the first stage."""
    stage.at(2026, 4, 7, 10)
    with stage.scene() as session:
        settle(session, person(session, OFFICER), _TANDEM)
    call, race = draft_race(stage, _CALL, _PLAN)
    stage.move(call, "submit_for_consult", OFFICER)
    stage.at(2026, 4, 17, 10)
    approve_and_publish(stage, call, "厅务会纪要〔2026〕11号", "2026-04-17")
    stage.at(2026, 5, 20, 10)
    proposals = selecting.enter(stage, race, _TANDEM)
    stage.at(2026, 5, 30, 10)
    selecting.recommend(stage, proposals)
    stage.at(2026, 6, 8, 10)
    selecting.check_all(stage, proposals)
    selecting.review(stage, race, _TANDEM)
    stage.at(2026, 6, 15, 10)
    selecting.decide(stage, race, _TANDEM, "厅务会纪要〔2026〕16号")
    stage.at(2026, 6, 29, 10)
    selecting.sign_all(stage, _TANDEM)
    stage.at(2026, 7, 2, 10)
    stage.move(race, "start", OFFICER)
    pay(stage, race)
    stage.tell(f"赛题{stage.state_of(race)}：两个团队、两条路线")
    return race
