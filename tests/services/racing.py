"""A race on the stage: three teams on three routes, the plan of §3.7, and what moves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.models import (
    BankAccount,
    Decision,
    DecisionItem,
    GroupProposal,
    History,
    PanelSeat,
    Payment,
    Person,
    Project,
    Race,
    RaceEntry,
    Review,
    ReviewGroup,
    RoleGrant,
    Team,
)
from app.models import Stage as RaceStage
from app.services import evidence as proofs
from app.services.acts.projects import open_project
from app.services.criteria import CHECKPOINT
from app.services.money import funds
from app.services.moves import Move, begin
from app.services.races import evidence, planning
from app.services.races.evidence import Evidence, MeasurementReport
from app.services.races.planning import RacePlan, StagePlan
from tests.factories import expert, grant, person
from tests.played import played_once
from tests.services.money import PAID, matching, verified_account
from tests.services.stage import MINUTES, Applied, Stage, a_page
from workflows.engine.calendar import end_of_day, local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role

WAN = 10_000_00
LINE = [{"name": "能量密度", "unit": "Wh/kg", "direction": "at_least", "target": "400"}]
ROUTES = ("硫化物", "氧化物", "聚合物", "卤化物", "复合")


@dataclass(frozen=True)
class Racing:
    """A race with the people of its teams, in the order of their lanes."""

    stage: Stage
    race: Race
    applied: Sequence[Applied]

    @property
    def officer(self) -> Any:
        return self.race.call.drafted_by

    @property
    def decision_maker(self) -> Any:
        return self.stage.holder(Role.DECISION_MAKER)

    def refresh(self) -> None:
        self.stage.session.flush()
        self.stage.session.expire_all()

    def team(self, lane: str) -> Team:
        self.refresh()
        return next(team for team in self.race.teams if team.lane == lane)

    def pi(self, lane: str) -> Any:
        return self.team(lane).proposal.pi

    def unit(self, lane: str) -> Any:
        return next(a.unit for a in self.applied if a.proposal.id == self.team(lane).proposal_id)

    @property
    def node(self) -> RaceStage:
        self.refresh()
        assert self.race.current is not None
        return self.race.current

    @property
    def states(self) -> str:
        self.refresh()
        return " ".join(f"{team.lane}:{team.state}" for team in self.race.teams)


def plan(
    stage: Stage,
    *,
    pools: Sequence[int] = (360, 480, 240),
    prize: int = 120,
    quotas: Sequence[int] = (2, 1, 1),
    converge_at: int = 1,
) -> RacePlan:
    """Stages of 120 days each, money in 万元."""
    first = local_date(stage.now) + timedelta(days=120)
    return RacePlan(
        target="固态电池单体能量密度达到 400 Wh/kg 并通过第三方检测。",
        finish_line=LINE,
        loser_rule="未胜出团队的知识产权归其所有，数据按规定汇交。",
        formula="base_merit",
        prize=prize * WAN,
        converge_at=converge_at,
        ends_on=first + timedelta(days=120 * len(pools)),
        stages=[
            StagePlan(
                pool=pool * WAN,
                quota=quota,
                due_on=first + timedelta(days=120 * number),
                indicators=[{**LINE[0], "target": str(300 + 25 * number)}],
                protocol="同一测试台，25℃，0.1C 充放。",
            )
            for number, (pool, quota) in enumerate(zip(pools, quotas, strict=True))
        ],
    )


def drafted(stage: Stage, written: RacePlan | None = None, **fields: Any) -> Race:
    """A race whose plan is written, with its call still a draft."""
    written = written or plan(stage)
    budget = sum(one.pool for one in written.stages) + written.prize
    call = stage.call(
        "draft",
        **{"mechanism_key": "parallel_teams", "budget": budget, "rules": dict(DEFAULTS)} | fields,
    )
    race = planning.begin_race(stage.session, call, call.drafted_by, stage.now)
    assert planning.save(stage.session, race, written, call.drafted_by, stage.now) is None
    stage.session.expire_all()
    return race


@played_once
def entered(
    stage: Stage,
    routes: Sequence[str] = ROUTES[:3],
    *,
    reserves: int = 1,
    race: Race | None = None,
    cost: int = 600,
) -> Racing:
    """Reviewed entries, the best ones proposed, the others in reserve; costs in 万元."""
    race = race or drafted(stage)
    call = race.call
    for move in ("post", "close_entries", "review_entries"):
        stage.moved(race, move, Role.SYSTEM_CLOCK)
    call.state = "deliberation"
    decision = Decision(call_id=call.id, drafted_by_id=call.drafted_by_id)
    applied = []
    part = race.stages[0].pool // len(routes)
    for place, route in enumerate((*routes, *ROUTES[:reserves])):
        one = stage.applied(call=call, state="scored", score=9000 - place, rank=place + 1)
        stage.session.add(
            RaceEntry(
                proposal_id=one.proposal.id,
                route_name=route,
                cost_to_finish=cost * WAN,
                plan_days=300,
                accepts_loser_rule=True,
            )
        )
        outcome = "propose" if place < len(routes) else "reserve"
        decision.items.append(
            DecisionItem(proposal_id=one.proposal.id, outcome=outcome, amount=part)
        )
        applied.append(one)
    stage.session.add(decision)
    stage.session.flush()
    return Racing(stage, race, applied)


def signed(racing: Racing) -> Racing:
    """Selected, approved and under contract."""
    stage, race = racing.stage, racing.race
    moved = stage.moved(race, "select_teams", Role.SYSTEM_CLOCK)
    race.call.state = "decided"
    decision = stage.session.scalars(select(Decision).where(Decision.call_id == race.call_id)).one()
    decision.minutes_number, decision.decided_at = MINUTES["minutes_number"], stage.now
    for one in racing.applied:
        proposed = next(t for t in race.teams if t.proposal_id == one.proposal.id).state
        one.proposal.state = "approved" if proposed == "entered" else "reserve"
        if proposed == "entered":
            sign(racing, one, moved.history_id)
    stage.session.commit()
    return racing


def sign(racing: Racing, one: Applied, history_id: int) -> None:
    """The award, the proof of the unit's own money and the three signatures of the contract."""
    stage = racing.stage
    row = stage.session.get_one(History, history_id)
    open_project(stage.session, one.proposal, Move(row, Role.SYSTEM_CLOCK, None, stage.now, {}))
    project = stage.session.query(Project).filter_by(proposal_id=one.proposal.id).one()
    name = "配套资金证明.pdf"
    proofs.add(stage.session, project, "matching", a_page(), name, by=one.unit, now=stage.now)
    stage.signed(project, "sign_contract", one.pi)
    stage.signed(project, "sign_contract", one.unit)
    stage.moved(project, "sign_contract", stage.holder(Role.PLANNING_OFFICER))


@played_once
def started(stage: Stage, routes: Sequence[str] = ROUTES[:3], **fields: Any) -> Racing:
    racing = signed(entered(stage, routes, **fields))
    stage.moved(racing.race, "start", racing.officer)
    stage.session.commit()
    return racing


def to_checkpoint(racing: Racing) -> None:
    """The clock calls the checkpoint."""
    called = racing.node.due_on - timedelta(days=DEFAULTS["race_call_days"])
    racing.stage.at(end_of_day(called) - timedelta(hours=12))


def hand_in(racing: Racing, lane: str, *, cost: int = 300, days: int = 60) -> None:
    """Costs in 万元."""
    team = racing.team(lane)
    written = Evidence("节点报告：指标达成情况。", cost * WAN, days)
    assert evidence.save(racing.stage.session, team, written) is None
    racing.stage.moved(team, "submit_evidence", team.proposal.pi)


def measured(racing: Racing, lane: str, value: str, tested_on: date | None = None) -> None:
    """The third party's report on that team."""
    session, node, team = racing.stage.session, racing.node, racing.team(lane)
    result = evidence.result_of(session, node, team)
    if result is None:
        result = evidence.stand(session, node, team, {})
    report = MeasurementReport(
        f"CNAS-{lane}-{node.number}",
        tested_on or local_date(racing.stage.now),
        {"能量密度": value},
    )
    assert evidence.record_test(node, result, report) is None
    session.flush()


def panel(racing: Racing, scores: Mapping[str, int]) -> ReviewGroup:
    """A locked panel of seven that gave each team its points."""
    stage, node = racing.stage, racing.node
    teams = [racing.team(lane) for lane in scores]
    group = ReviewGroup(
        call_id=racing.race.call_id,
        name="节点考核专家组",
        purpose="checkpoint",
        round=2 + node.number,
        own_criteria=[row.as_json() for row in CHECKPOINT],
        formed_by_id=racing.race.call.drafted_by_id,
        seed="",
        seed_commitment="",
        draw={},
    )
    group.call = racing.race.call
    group.items = [GroupProposal(proposal_id=t.proposal_id, proposal=t.proposal) for t in teams]
    begin(stage.session, group, racing.officer, stage.now)
    group.state = "locked"
    experts = [expert(stage.session) for _ in range(7)]
    group.seats = [
        PanelSeat(group_id=group.id, expert_id=one.id, seat=n) for n, one in enumerate(experts)
    ]
    for lane, points in scores.items():
        for one in experts:
            review = Review(
                group_id=group.id,
                proposal_id=racing.team(lane).proposal_id,
                expert_id=one.id,
                scores={row.key: points * 100 for row in CHECKPOINT},
                total=points * 100,
                recommends=True,
            )
            review.group, review.expert, review.proposal = group, one, racing.team(lane).proposal
            begin(stage.session, review, Role.SYSTEM_CLOCK, stage.now)
            review.state = "closed"
    racing.node.group_id = group.id
    stage.session.commit()
    return group


@played_once
def assessed(
    racing: Racing,
    scores: Mapping[str, int],
    *,
    missing: Sequence[str] = (),
    values: Mapping[str, str] | None = None,
    cost: int = 300,
) -> None:
    """The checkpoint from its call to the officer's draft by the rules; scores in points."""
    to_checkpoint(racing)
    for lane in scores:
        if lane not in missing:
            hand_in(racing, lane, cost=cost)
    node = racing.node
    racing.stage.at(end_of_day(node.due_on + timedelta(days=DEFAULTS["race_grace_days"])))
    panel(racing, scores)
    for lane in scores:
        if lane not in missing:
            measured(racing, lane, (values or {}).get(lane, "500"))
    racing.stage.moved(racing.node, "draft_result", racing.officer)
    racing.stage.session.commit()


def published(racing: Racing) -> None:
    racing.stage.moved(racing.node, "publish_result", racing.officer)
    racing.stage.session.commit()


def wait_for_appeals(racing: Racing) -> None:
    """Until notice and appeals are over."""
    racing.stage.at(racing.stage.now + timedelta(days=21))


def decided(racing: Racing) -> None:
    wait_for_appeals(racing)
    racing.stage.moved(racing.node, "decide", racing.decision_maker, **MINUTES)
    racing.stage.session.commit()


def reallocated(racing: Racing) -> None:
    racing.stage.signed(racing.race, "reallocate", racing.officer)
    racing.stage.moved(racing.race, "reallocate", racing.stage.holder(Role.FINANCE))
    racing.stage.session.commit()


def through_stage(racing: Racing, scores: Mapping[str, int], **fields: Any) -> None:
    assessed(racing, scores, **fields)
    published(racing)
    decided(racing)
    reallocated(racing)


def paid_up(racing: Racing) -> None:
    """Every order on its way reaches its unit, all in one batch (R14)."""
    stage = racing.stage
    clerk, other = stage.holder(Role.FINANCE, "second"), stage.holder(Role.FINANCE)
    open_orders = select(Payment).where(Payment.state == "ordered").order_by(Payment.id)
    orders = stage.session.scalars(open_orders).all()
    for payment in orders:
        _furnish(racing, payment)
        stage.moved(payment, "approve", clerk)
        stage.moved(payment, "batch", clerk)
    batch = orders[0].batch
    assert batch is not None
    assert {payment.batch_id for payment in orders} == {batch.id}
    stage.moved(batch, "send", other)
    for payment in orders:
        stage.moved(payment, "pay", clerk, **PAID)
        receiver = _receiver(racing, payment)
        stage.moved(payment, "confirm_receipt", receiver, received_on="2026-03-03")
    stage.session.commit()


def _furnish(racing: Racing, payment: Payment) -> None:
    """The unit's verified account and its own money, once."""
    fund = funds.fund_of(racing.stage.session, payment.project)
    assert fund is not None
    known = select(BankAccount.id).where(
        BankAccount.organisation_id == payment.project.proposal.lead_unit_id
    )
    if racing.stage.session.scalar(known) is None:
        treasurer = _receiver(racing, payment)
        verified_account(racing.stage, payment.project, treasurer)
        matching(racing.stage, fund, treasurer, 10 * payment.project.proposal.matching)


def _receiver(racing: Racing, payment: Payment) -> Person:
    session, unit = racing.stage.session, payment.project.proposal.lead_unit_id
    found = session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.UNIT_FINANCE.value, RoleGrant.organisation_id == unit)
    ).first()
    if found is None:
        found = person(session, organisation_id=unit)
        grant(session, found, Role.UNIT_FINANCE, organisation_id=unit)
    return found
