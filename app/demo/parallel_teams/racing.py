"""Second act: equal parts, two checkpoints, an appeal, yellow cards, the last runners kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.demo.office import DECISION, OFFICER, minutes, person
from app.demo.parallel_teams.cast import BATTERY, PLACES
from app.demo.parallel_teams.race_stages import (
    hand_in,
    measure,
    panel,
    pay,
    race_stage_of,
    share,
    show_outcomes,
    team_in,
    team_of,
)
from app.demo.stage import Stage, must
from app.models import Race
from app.models import Stage as RaceStage
from app.services.races import outcomes
from app.services.races.outcomes import Draft


def start(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：同一起跑线，第一节点经费均分")
    stage.at(2025, 12, 22, 10)
    stage.move(race, "start", OFFICER)
    stage.tell("起跑：第一节点 360 万元均分，每队 90.00 万元")
    pay(stage, race)


def first_checkpoint(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：第一节点，A、B 晋级，C 保持，D 淘汰，申诉不成立")
    stage.at(2026, 1, 12, 10)
    stage.tell(f"时钟提前发出节点考核通知：赛题{stage.state_of(race)}")
    for lane, cost in (("A", 520), ("B", 560), ("C", 540), ("D", 620)):
        hand_in(stage, race, lane, cost, 140)
    stage.wait_for_the_worker()
    stage.at(2026, 1, 27, 10)
    figures = {"A": "338", "B": "327", "C": "321", "D": "296"}
    measure(stage, race, {k: {"能量密度": v} for k, v in figures.items()}, date(2026, 1, 22))
    panel(stage, race, {"A": 88, "B": 76, "C": 72, "D": 54})
    race_stage = race_stage_of(stage, race)
    stage.move(race_stage, "draft_result", OFFICER)
    show_outcomes(stage, race)
    stage.move(race_stage, "publish_result", OFFICER)
    stage.tell("节点结果公示；D 队名额和下一节点经费保留至申诉终结")
    stage.at(2026, 2, 4, 10)
    loser = team_of(stage, race, "D")
    mail = BATTERY.mail(PLACES["D"], "pi")
    stage.move(loser, "file_appeal", mail, evidence="认为检测样品受潮，请求复核。")
    stage.at(2026, 2, 10, 10)
    ruling = minutes("厅务会纪要〔2026〕5号", "2026-02-10")
    stage.move(loser, "dismiss_appeal", DECISION, **ruling, reason="封样完好，检测有效。")
    stage.tell("D 队申诉不成立：封样完好，检测有效")
    stage.at(2026, 2, 25, 10)
    stage.move(race_stage, "decide", DECISION, **minutes("厅务会纪要〔2026〕6号", "2026-02-25"))
    stage.tell("第一节点一次议定、一份文件：A、B 晋级，C 黄牌，D 终止支持，不记诚信")
    share(stage, race)
    pay(stage, race, lanes="AB")


def second_checkpoint(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：第二节点，A 晋级、E 保持；拟全部淘汰被拒")
    stage.at(2026, 4, 10, 10)
    for lane, cost in (("A", 300), ("E", 320)):
        hand_in(stage, race, lane, cost, 60)
    stage.at(2026, 4, 28, 10)
    measure(stage, race, {"A": {"能量密度": "381"}, "E": {"能量密度": "364"}}, date(2026, 4, 22))
    panel(stage, race, {"A": 90, "E": 72})
    race_stage = race_stage_of(stage, race)
    stage.move(race_stage, "draft_result", OFFICER)
    show_outcomes(stage, race)
    _try_to_stop_everybody(stage, race, race_stage)
    stage.move(race_stage, "publish_result", OFFICER)
    stage.at(2026, 5, 20, 10)
    stage.move(race_stage, "decide", DECISION, **minutes("厅务会纪要〔2026〕14号", "2026-05-20"))
    stage.tell("第二节点一次议定：A 晋级，E 保持（黄牌），E 只拨基础部分")
    share(stage, race)
    pay(stage, race)


def _try_to_stop_everybody(stage: Stage, race: Race, race_stage: RaceStage) -> None:
    """No decision of the office can kill the last runner."""
    ruled = {"A": "advance", "E": "hold"}
    _redraft(stage, race, race_stage, dict.fromkeys(ruled, "eliminate"), "试图全部终止。")
    reasons = stage.refused(race_stage, "publish_result", OFFICER)
    stage.tell(f"拟全部淘汰，被拒：{reasons}")
    _redraft(stage, race, race_stage, ruled, "")


def _redraft(
    stage: Stage, race: Race, race_stage: RaceStage, drafted: Mapping[str, str], reason: str
) -> None:
    with stage.scene() as session:
        live = session.get_one(RaceStage, race_stage.id)
        drafts = {
            team_in(session, race, lane).id: Draft(outcome, reason)
            for lane, outcome in drafted.items()
        }
        must(outcomes.save(session, live, drafts, person(session, OFFICER), stage.now))
