"""Second act: equal parts, two checkpoints, an appeal, a hold, the last runner kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import DOMAIN
from app.demo.open_competition.applying import DECISION, OFFICER, minutes, person
from app.demo.parallel_teams.cast import FINANCE2, TEAMS, lane_mail
from app.demo.parallel_teams.entering import WAN, must
from app.demo.parallel_teams.panels import score_panel
from app.demo.stage import Stage
from app.models import Fund, MatchingFund, Payment, Project, Proposal, Race, ReviewGroup, Team
from app.models import Stage as Node
from app.services.races import checkpoints, evidence, outcomes
from app.services.races.evidence import Evidence, MeasurementReport
from app.services.races.outcomes import Draft
from app.services.races.sharing import by_formula
from workflows.race.explaining import lines as explained

_FINANCE = f"finance@{DOMAIN}"
_PLACES = {"A": 1, "B": 2, "C": 3}


def start(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：同一起跑线，第一节点经费均分")
    stage.at(2025, 12, 22, 10)
    stage.move(race, "start", OFFICER)
    stage.tell("起跑：第一节点 360 万元均分，每队 120.00 万元")
    pay(stage, race, "2025-12-23")


def node_of(stage: Stage, race: Race) -> Node:
    with stage.scene() as session:
        return node_in(session, race)


def node_in(session: Session, race: Race) -> Node:
    current = session.get_one(Race, race.id).current
    assert current is not None, "the race runs"
    return current


def team_of(stage: Stage, race: Race, lane: str) -> Team:
    with stage.scene() as session:
        return team_in(session, race, lane)


def team_in(session: Session, race: Race, lane: str) -> Team:
    return session.scalars(select(Team).where(Team.race_id == race.id, Team.lane == lane)).one()


def pay(stage: Stage, race: Race, day: str) -> None:
    """Every order of the race in one batch (R14): approved by one, sent by another."""
    with stage.scene() as session:
        orders = session.scalars(
            select(Payment)
            .join(Project)
            .join(Team, Team.proposal_id == Project.proposal_id)
            .where(Team.race_id == race.id, Payment.state == "ordered")
            .order_by(Payment.id)
        ).all()
        for payment in orders:
            _matching_arrives(session, payment.project, stage.now)
    for payment in orders:
        stage.move(payment, "approve", FINANCE2)
        stage.move(payment, "batch", FINANCE2)
    with stage.scene() as session:
        batch = session.get_one(Payment, orders[0].id).batch
        assert batch is not None, "the orders are in one batch"
    stage.move(batch, "send", _FINANCE)
    for payment in orders:
        stage.move(payment, "pay", FINANCE2, paid_on=day, reference=f"GK-{payment.number}")
        mail = _receiver(stage, payment)
        stage.move(payment, "confirm_receipt", mail, received_on=day)
    stage.tell(f"{len(orders)} 笔拨付单编为一批，全部到账")
    stage.wait_for_the_worker()


def _matching_arrives(session: Session, project: Project, now: datetime) -> None:
    """The unit's own money, once."""
    fund = session.scalars(select(Fund).where(Fund.project_id == project.id)).one()
    if session.scalar(select(MatchingFund.id).where(MatchingFund.fund_id == fund.id)) is not None:
        return
    place = next(n for n, t in enumerate(TEAMS, 1) if t.title == project.proposal.title)
    session.add(
        MatchingFund(
            fund_id=fund.id,
            unit_id=project.proposal.lead_unit_id,
            source="own",
            amount=project.proposal.matching,
            arrived_on=date(2025, 12, 20),
            evidence_name="银行回单.pdf",
            evidence_type="application/pdf",
            evidence_sha256="0" * 64,
            filed_by_id=person(session, lane_mail(place, "money")).id,
            filed_at=now,
            confirmed_by_id=person(session, _FINANCE).id,
            confirmed_at=now,
        )
    )


def _receiver(stage: Stage, payment: Payment) -> str:
    with stage.scene() as session:
        title = session.get_one(Payment, payment.id).project.proposal.title
    return lane_mail(next(n for n, t in enumerate(TEAMS, 1) if t.title == title), "money")


def hand_in(stage: Stage, race: Race, lane: str, cost: int, days: int) -> None:
    """`cost` in 万元: what finishing still needs."""
    with stage.scene() as session:
        team = team_in(session, race, lane)
        written = Evidence("节点报告：样品、工艺与检测准备情况如附。", cost * WAN, days)
        must(evidence.save(session, team, written))
    stage.move(team, "submit_evidence", lane_mail(_PLACES[lane], "pi"))


def measure(stage: Stage, race: Race, figures: Mapping[str, Mapping[str, str]], on: date) -> None:
    """The same third party, the same protocol, every team."""
    with stage.scene() as session:
        node = node_in(session, race)
        for lane, measured in figures.items():
            team = team_in(session, race, lane)
            result = evidence.result_of(session, node, team)
            assert result is not None, "a team at a checkpoint has its row"
            report = MeasurementReport(f"（演示）CNAS-{node.number}{lane}", on, measured)
            must(evidence.record_test(node, result, report))
    told = "，".join(f"{lane} 队 {one['能量密度']} Wh/kg" for lane, one in figures.items())
    stage.tell(f"第三方检测：{told}")


def panel(stage: Stage, race: Race, scores: Mapping[str, int]) -> None:
    with stage.scene() as session:
        node = node_in(session, race)
        group = checkpoints.form_panel(session, node, person(session, OFFICER), stage.now)
        must(group)
        assert isinstance(group, ReviewGroup)
        titles = {
            session.get_one(Proposal, r.team.proposal_id).title: scores[r.team.lane]
            for r in node.results
        }
    score_panel(stage, group, titles)


def show_outcomes(stage: Stage, race: Race) -> None:
    with stage.scene() as session:
        node = node_in(session, race)
        for result in node.results:
            if result.proposed:
                stage.tell(result.reason["zh"])


def share(stage: Stage, race: Race, day: str) -> None:
    with stage.scene() as session:
        for line in explained(by_formula(session, session.get_one(Race, race.id))):
            stage.tell(line.zh)
    stage.move(race, "reallocate", OFFICER)
    stage.move(race, "reallocate", _FINANCE)
    pay(stage, race, day)


def first_checkpoint(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：第一节点，A、B 晋级，C 淘汰，申诉不成立")
    stage.at(2026, 1, 12, 10)
    stage.tell(f"时钟提前发出节点考核通知：赛题{stage.state_of(race)}")
    for lane, cost in (("A", 520), ("B", 560), ("C", 620)):
        hand_in(stage, race, lane, cost, 100)
    stage.wait_for_the_worker()
    stage.at(2026, 1, 26, 10)
    figures = {"A": "338", "B": "327", "C": "296"}
    measure(stage, race, {k: {"能量密度": v} for k, v in figures.items()}, date(2026, 1, 22))
    panel(stage, race, {"A": 88, "B": 76, "C": 54})
    node = node_of(stage, race)
    stage.move(node, "draft_result", OFFICER)
    show_outcomes(stage, race)
    stage.move(node, "publish_result", OFFICER)
    stage.tell("节点结果公示；C 队名额和下一节点经费保留至申诉终结")
    stage.at(2026, 2, 4, 10)
    loser = team_of(stage, race, "C")
    stage.move(loser, "file_appeal", lane_mail(3, "pi"), evidence="认为检测样品受潮，请求复核。")
    stage.at(2026, 2, 10, 10)
    ruling = minutes("厅务会纪要〔2026〕5号", "2026-02-10")
    stage.move(loser, "dismiss_appeal", DECISION, **ruling, reason="封样完好，检测有效。")
    stage.tell("C 队申诉不成立：封样完好，检测有效")
    stage.at(2026, 2, 25, 10)
    stage.move(node, "decide", DECISION, **minutes("厅务会纪要〔2026〕6号", "2026-02-25"))
    stage.tell("第一节点一次议定、一份文件：A、B 晋级，C 终止支持，不记诚信")
    share(stage, race, "2026-02-26")


def second_checkpoint(stage: Stage, race: Race) -> None:
    stage.chapter("赛马：第二节点，A 晋级、B 保持；拟淘汰全部被拒")
    stage.at(2026, 3, 12, 10)
    for lane, cost in (("A", 200), ("B", 260)):
        hand_in(stage, race, lane, cost, 50)
    stage.at(2026, 3, 27, 10)
    measure(stage, race, {"A": {"能量密度": "381"}, "B": {"能量密度": "362"}}, date(2026, 3, 23))
    panel(stage, race, {"A": 90, "B": 72})
    node = node_of(stage, race)
    stage.move(node, "draft_result", OFFICER)
    show_outcomes(stage, race)
    _try_to_stop_everybody(stage, race, node)
    stage.move(node, "publish_result", OFFICER)
    stage.at(2026, 4, 20, 10)
    stage.move(node, "decide", DECISION, **minutes("厅务会纪要〔2026〕12号", "2026-04-20"))
    stage.tell("第二节点一次议定：A 晋级，B 保持（黄牌），B 只拨基础部分")
    share(stage, race, "2026-04-21")


def _try_to_stop_everybody(stage: Stage, race: Race, node: Node) -> None:
    """No decision of the office can kill the last runner."""
    ruled = {"A": "advance", "B": "hold"}
    _redraft(stage, race, node, dict.fromkeys(ruled, "eliminate"), "试图全部终止。")
    reasons = stage.refused(node, "publish_result", OFFICER)
    stage.tell(f"拟全部淘汰，被拒：{reasons}")
    _redraft(stage, race, node, ruled, "恢复规则结论。")


def _redraft(stage: Stage, race: Race, node: Node, drafted: Mapping[str, str], reason: str) -> None:
    with stage.scene() as session:
        live = session.get_one(Node, node.id)
        drafts = {
            team_in(session, race, lane).id: Draft(outcome, reason)
            for lane, outcome in drafted.items()
        }
        must(outcomes.save(session, live, drafts, person(session, OFFICER), stage.now))
