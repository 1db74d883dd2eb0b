"""What every stage of the race takes: evidence, tests, a panel, shares, payments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.cast import WAN
from app.demo.forms import a_page
from app.demo.office import FINANCE, FINANCE2, OFFICER, person
from app.demo.panels import score_panel
from app.demo.stage import Stage, must
from app.files.places import files_of
from app.models import Fund, MatchingFund, Payment, Project, Proposal, Race, ReviewGroup, Team
from app.models import Stage as RaceStage
from app.services.races import checkpoints, evidence
from app.services.races.evidence import Evidence, MeasurementReport
from app.services.races.sharing import foreseen
from workflows.engine.calendar import local_date


def race_stage_of(stage: Stage, race: Race) -> RaceStage:
    with stage.scene() as session:
        return race_stage_in(session, race)


def race_stage_in(session: Session, race: Race) -> RaceStage:
    current = session.get_one(Race, race.id).current
    assert current is not None, "the race runs"
    return current


def team_of(stage: Stage, race: Race, lane: str) -> Team:
    with stage.scene() as session:
        return team_in(session, race, lane)


def team_in(session: Session, race: Race, lane: str) -> Team:
    return session.scalars(select(Team).where(Team.race_id == race.id, Team.lane == lane)).one()


def pay(stage: Stage, race: Race, lanes: str = "ABCDE") -> None:
    """The orders of these lanes in one batch (R14): approved by one, sent by another."""
    day = local_date(stage.now).isoformat()
    with stage.scene() as session:
        orders = session.scalars(
            select(Payment)
            .join(Project)
            .join(Team, Team.proposal_id == Project.proposal_id)
            .where(
                Team.race_id == race.id,
                Team.lane.in_(list(lanes)),
                Payment.state.in_(("ordered", "awaiting_unit")),
            )
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
    stage.move(batch, "send", FINANCE)
    for payment in orders:
        stage.move(payment, "pay", FINANCE2, paid_on=day, reference=f"GK-{payment.number}")
        mail = _receiver(stage, payment)
        stage.move(payment, "confirm_receipt", mail, received_on=day)
    stage.move(batch, "reconcile", FINANCE2)
    stage.tell(f"{len(orders)} 笔拨付单编为一批，全部到账")
    stage.wait_for_the_worker()


def _matching_arrives(session: Session, project: Project, now: datetime) -> None:
    """The unit's own money, once."""
    fund = session.scalars(select(Fund).where(Fund.project_id == project.id)).one()
    if session.scalar(select(MatchingFund.id).where(MatchingFund.fund_id == fund.id)) is not None:
        return
    session.add(
        MatchingFund(
            fund_id=fund.id,
            unit_id=project.proposal.lead_unit_id,
            source="own",
            amount=project.proposal.matching,
            arrived_on=date(2025, 12, 20),
            evidence_name="银行回单.pdf",
            evidence_type="application/pdf",
            evidence_sha256=files_of(session.info["settings"]).put(a_page()),
            filed_by_id=person(session, _hand(project.proposal, "money")).id,
            filed_at=now,
            confirmed_by_id=person(session, FINANCE).id,
            confirmed_at=now,
        )
    )


def _receiver(stage: Stage, payment: Payment) -> str:
    with stage.scene() as session:
        return _hand(session.get_one(Payment, payment.id).project.proposal, "money")


def _hand(proposal: Proposal, kind: str) -> str:
    """The address of whom a team has for that, as its lineup makes them."""
    return proposal.pi.email.replace("-pi", f"-{kind}")


def hand_in(stage: Stage, race: Race, lane: str, cost: int, days: int) -> None:
    """`cost` in 万元: what finishing still needs."""
    with stage.scene() as session:
        team = team_in(session, race, lane)
        written = Evidence("节点报告：样品、工艺与检测准备情况如附。", cost * WAN, days)
        must(evidence.save(session, team, written))
        leader = _hand(team.proposal, "pi")
    stage.move(team, "submit_evidence", leader)


def measure(stage: Stage, race: Race, figures: Mapping[str, Mapping[str, str]], on: date) -> None:
    """The same third party, the same protocol, every team."""
    with stage.scene() as session:
        race_stage = race_stage_in(session, race)
        for lane, measured in figures.items():
            team = team_in(session, race, lane)
            result = evidence.result_of(session, race_stage, team)
            assert result is not None, "a team at a checkpoint has its row"
            number = f"（演示）CNAS-{race_stage.number}{lane}"
            report = MeasurementReport("动力电池检测中心（演示）", number, on, measured)
            by = person(session, OFFICER)
            must(evidence.record_test(session, race_stage, result, report, by, stage.now))
    told = "，".join(f"{lane} 队 {one['能量密度']} Wh/kg" for lane, one in figures.items())
    stage.tell(f"第三方检测：{told}")


def panel(stage: Stage, race: Race, scores: Mapping[str, int]) -> None:
    with stage.scene() as session:
        race_stage = race_stage_in(session, race)
        group = checkpoints.form_panel(session, race_stage, person(session, OFFICER), stage.now)
        must(group)
        assert isinstance(group, ReviewGroup)
        titles = {
            session.get_one(Proposal, r.team.proposal_id).title: scores[r.team.lane]
            for r in race_stage.results
        }
    score_panel(stage, group, titles)


def show_outcomes(stage: Stage, race: Race) -> None:
    with stage.scene() as session:
        race_stage = race_stage_in(session, race)
        for result in race_stage.results:
            if result.proposed:
                stage.tell(result.reason["zh"])


def share(stage: Stage, race: Race) -> None:
    """By the published formula, line by line."""
    with stage.scene() as session:
        for line in foreseen(session, session.get_one(Race, race.id), stage.now):
            stage.tell(line.zh)
    stage.move(race, "reallocate", OFFICER)
    stage.move(race, "reallocate", FINANCE)
