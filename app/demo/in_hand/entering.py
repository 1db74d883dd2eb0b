"""A race that is posted and may be entered."""

from __future__ import annotations

from datetime import date

from app.demo.calling import Planned, approve_and_publish
from app.demo.office import OFFICER
from app.demo.parallel_teams.posting import CONDITIONS, draft_race, plan_of
from app.demo.stage import Stage

_CALL = Planned(
    mechanism="parallel_teams",
    year=2027,
    title="海水直接电解制氢",
    title_en="Hydrogen from sea water without desalination",
    guide="支持方向：\n海水直接电解制氢，不同技术路线同步攻关，按节点优选。",
    guide_en="Electrolysis of sea water by different technical routes at once.",
    conditions=CONDITIONS,
    budget=800,
    most=300,
    awards=3,
    opens=date(2026, 11, 2),
    closes=date(2026, 12, 11),
    files=(),
    tasks=(3,),
)
_PLAN = plan_of(
    "海水直接电解制氢装置连续运行 2000 小时，电解效率不低于 80%，通过第三方检测。",
    [{"name": "电解效率", "unit": "%", "direction": "at_least", "target": "80"}],
    (
        (200, 2, date(2027, 9, 30), 72),
        (200, 2, date(2028, 3, 31), 76),
        (200, 1, date(2028, 9, 30), 78),
    ),
    "同一海水样、同一测试台，由同一第三方机构检测。",
    prize=200,
    ends_on=date(2028, 12, 31),
)


def play(stage: Stage) -> None:
    stage.at(2026, 10, 19, 10)
    call, race = draft_race(stage, _CALL, _PLAN)
    stage.move(call, "submit_for_consult", OFFICER)
    stage.at(2026, 10, 30, 11)
    approve_and_publish(stage, call, "厅务会纪要〔2026〕31号", "2026-10-30")
    stage.tell(f"赛题《{call.title}》公告发布：{stage.state_of(race)}")
