"""A race that is posted and may be entered."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.demo.office import DECISION, OFFICER, matched, person
from app.demo.parallel_teams.entering import WAN, must
from app.demo.stage import Stage
from app.models import Call, Programme
from app.services.calls import drafting as calls
from app.services.calls.call_drafts import CallDraft
from app.services.calls.criteria import USUAL
from app.services.races import finding, planning
from app.services.races.planning import RacePlan, StagePlan
from workflows.engine.calendar import SHANGHAI
from workflows.parameters import DEFAULTS

_SERVES = "海水直接制氢属氢能多途径高效制备，对应第3条重点任务"
_CLOSING = datetime(2026, 12, 11, 17, 0, tzinfo=SHANGHAI)
_EFFICIENCY = {"name": "电解效率", "unit": "%", "direction": "at_least", "target": "80"}
_STAGES = (
    (200, 2, date(2027, 9, 30), 72),
    (200, 2, date(2028, 3, 31), 76),
    (200, 1, date(2028, 9, 30), 78),
)
"""Each stage: its pool in 万元, how many teams go on, when it is due, the efficiency in %."""


def play(stage: Stage) -> None:
    stage.at(2026, 10, 19, 10)
    with stage.scene() as session:
        officer = person(session, OFFICER)
        programme = session.scalars(select(Programme).where(Programme.number == 8)).one()
        written = _written(programme)
        call = calls.draft(session, programme, "parallel_teams", written, officer, stage.now)
        must(call)
        assert isinstance(call, Call)
        race = finding.race_of_call(session, call)
        assert race is not None, "a race begins with its call"
        must(planning.save(session, race, _plan(), officer, stage.now))
    stage.move(call, "submit_for_consult", OFFICER)
    stage.at(2026, 10, 30, 11)
    stage.move(
        call, "approve", DECISION, **matched("厅务会纪要〔2026〕31号", "2026-10-30", _SERVES)
    )
    stage.move(call, "publish", OFFICER)
    stage.tell(f"赛题《{written.title}》公告发布：{stage.state_of(race)}")


def _written(programme: Programme) -> CallDraft:
    return CallDraft(
        year=2027,
        title="海水直接电解制氢",
        title_en="Hydrogen from sea water without desalination",
        guide="支持方向：\n海水直接电解制氢，不同技术路线同步攻关，按节点优选。",
        guide_en="Electrolysis of sea water by different technical routes at once.",
        conditions="牵头单位须为省内独立法人单位。\n团队之间不得有共同成员、不得受同一主体控制。",
        contact="高新处 林知远",
        contact_phone="0000-88888888（演示）",
        budget=800 * WAN,
        award_most=300 * WAN,
        planned_awards=3,
        open_at=datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI),
        close_at=_CLOSING,
        recommend_until=_CLOSING + timedelta(days=DEFAULTS["recommend_days"]),
        rules=DEFAULTS,
        criteria=USUAL["parallel_teams"],
        tasks=tuple(programme.tasks[2:3]),
    )


def _plan() -> RacePlan:
    return RacePlan(
        target="海水直接电解制氢装置连续运行 2000 小时，电解效率不低于 80%，通过第三方检测。",
        finish_line=[_EFFICIENCY],
        loser_rule="未胜出团队的知识产权归其所有，试验数据汇交后可供后续项目使用。",
        formula="base_merit",
        prize=200 * WAN,
        converge_at=2,
        ends_on=date(2028, 12, 31),
        stages=[
            StagePlan(
                pool=pool * WAN,
                quota=quota,
                due_on=due_on,
                indicators=[{**_EFFICIENCY, "target": str(target)}],
                protocol="同一海水样、同一测试台，由同一第三方机构检测。",
            )
            for pool, quota, due_on, target in _STAGES
        ],
    )
