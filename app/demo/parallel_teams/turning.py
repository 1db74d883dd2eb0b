"""Between two checkpoints: a merger, a new target, and a rescue."""

from __future__ import annotations

from app.demo.deciding import give_notice
from app.demo.office import DECISION, OFFICER, minutes, person
from app.demo.parallel_teams.cast import BATTERY, PLACES
from app.demo.parallel_teams.entering import LINE
from app.demo.parallel_teams.race_stages import pay, team_in, team_of
from app.demo.parallel_teams.selecting import call_of, sign
from app.demo.stage import Stage, must
from app.models import Proposal, Race
from app.services.contracts.drafting import in_force
from app.services.races import refocusing
from app.services.races.finding import project_of
from app.services.races.merging import moved_with
from workflows.engine.money import amount_text

_AGREEMENT = "A 队牵头；成果共享；C 队未到账经费和聚合物小组并入，共同研制复合电解质。"
_TARGET = "研制单体能量密度不低于 400 Wh/kg、循环 1200 次以上的全固态电池，通过第三方检测。"
_LINE = [LINE[0], {**LINE[1], "target": "1200"}]


def two_teams_merge(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：C 并入 A，路线互补，承诺总额不变")
    stage.at(2026, 3, 2, 10)
    joins = team_of(stage, race, "C")
    ruling = minutes("厅务会纪要〔2026〕7号", "2026-03-04")
    _agree(stage, race, "C", "A")
    reasons = stage.refused(joins, "merge", DECISION, **ruling)
    stage.tell(f"只有一方同意，合并被拒：{reasons}")
    _agree(stage, race, "A", "C")
    stage.at(2026, 3, 4, 10)
    stage.move(joins, "merge", DECISION, **ruling)
    with stage.scene() as session:
        moved = moved_with(session, team_in(session, race, "C"))
        joint = project_of(session, team_in(session, race, "A"))
        contract = in_force(session, joint) if joint else None
        version = contract.version if contract else 0
    stage.tell(f"C 队{stage.state_of(joins)}：未到账的 {amount_text(moved).zh} 转入 A 队")
    stage.tell(f"A 队任务书启用第 {version} 版：联合体，节点、指标和军令状不变")
    pay(stage, race)


def _agree(stage: Stage, race: Race, lane: str, partner: str) -> None:
    team, words = team_of(stage, race, lane), {"partner": partner, "agreement": _AGREEMENT}
    for kind in ("pi", "unit"):
        stage.move(team, "agree_to_merge", BATTERY.mail(PLACES[lane], kind), **words)


def refocus(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：依据第一节点结果聚焦目标，循环寿命提高到 1200 次")
    stage.at(2026, 3, 6, 10)
    with stage.scene() as session:
        by, running = person(session, OFFICER), session.get_one(Race, race.id)
        must(refocusing.write(session, running, _TARGET, _LINE, by, stage.now))
    finding = "第一节点能量密度进展快于预期，循环寿命成为关键，建议提高。"
    stage.move(race, "propose_refocus", OFFICER, finding=finding)
    stage.at(2026, 3, 10, 10)
    ruling = minutes("厅务会纪要〔2026〕8号", "2026-03-10")
    stage.move(race, "adopt_refocus", DECISION, **ruling)
    with stage.scene() as session:
        version = session.get_one(Race, race.id).target_version
    stage.tell(f"第 {version} 版目标同日适用于全部在赛团队，不溯及第一节点")
    stage.wait_for_the_worker()


def the_reserve_saves_the_race(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：B 退赛，低于下限，同一提交进入保底救援；启用候补 E")
    stage.at(2026, 3, 12, 10)
    leaves, reason = team_of(stage, race, "B"), "中试线事故，短期不能恢复。"
    stage.move(leaves, "withdraw", BATTERY.mail(PLACES["B"], "pi"), reason=reason)
    stage.move(leaves, "withdraw", BATTERY.mail(PLACES["B"], "unit"), reason=reason)
    stage.tell(f"B 队{stage.state_of(leaves)}；赛题{stage.state_of(race)}")
    stage.tell(f"直接继续被拒：{stage.refused(race, 'end_rescue', OFFICER)}")
    given = minutes("厅务会纪要〔2026〕9号", "2026-03-12") | {"finding": "无。", "report": "无。"}
    stage.tell(f"终止赛事被拒：{stage.refused(race, 'fail_rescue', DECISION, **given)}")
    _call_the_reserve(stage, race)
    joins = team_of(stage, race, "E")
    stage.move(joins, "join", OFFICER)
    stage.move(race, "end_rescue", OFFICER)
    stage.tell(f"E 队{stage.state_of(joins)}；赛题{stage.state_of(race)}，保底救援完成")
    pay(stage, race)


def _call_the_reserve(stage: Stage, race: Race) -> None:
    """A promoted reserve has a public notice of its own, and signs what the others have signed."""
    with stage.scene() as session:
        reserve = session.get_one(Proposal, team_in(session, race, "E").proposal_id)
    ruling = minutes("厅务会纪要〔2026〕9号", "2026-03-12")
    stage.move(reserve, "promote", DECISION, **ruling, reason="启用候补，保底救援。")
    give_notice(stage, call_of(stage, race))
    stage.at(2026, 3, 24, 10)
    sign(stage, BATTERY, PLACES["E"])
    stage.tell(f"《{BATTERY.entries[-1].title}》单独公示期满，签订同一节点指标的任务书和军令状")
