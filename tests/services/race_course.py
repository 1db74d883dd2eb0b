"""What moves a race on the stage: checkpoints, decisions, payments, and who leaves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from app.models import (
    BankAccount,
    GroupProposal,
    PanelSeat,
    Payment,
    Person,
    Project,
    Review,
    ReviewGroup,
    RoleGrant,
    StageResult,
)
from app.services.calls.criteria import CHECKPOINT
from app.services.money import funds
from app.services.moves import begin
from app.services.races import evidence
from app.services.races.evidence import Evidence, MeasurementReport
from tests.factories import expert, grant, person
from tests.played import played_once
from tests.services.money import PAID, matching, verified_account
from tests.services.racing import (
    ROUTES,
    WAN,
    Racing,
    drafted,
    entered,
    plan,
    sign,
    signed,
    started,
)
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.parameters import DEFAULTS
from workflows.roles import Role


@played_once
def to_checkpoint(racing: Racing) -> None:
    """The clock calls the checkpoint."""
    called = racing.race_stage.due_on - timedelta(days=DEFAULTS["race_call_days"])
    racing.stage.at(end_of_day(called) - timedelta(hours=12))


def hand_in(racing: Racing, lane: str, *, cost: int = 300, days: int = 60) -> None:
    """Costs in 万元."""
    team = racing.team(lane)
    written = Evidence("节点报告：指标达成情况。", cost * WAN, days)
    assert evidence.save(racing.stage.session, team, written) is None
    racing.stage.moved(team, "submit_evidence", team.proposal.pi)


def measured(racing: Racing, lane: str, value: str, tested_on: date | None = None) -> None:
    """The third party's report on that team."""
    session, race_stage, team = racing.stage.session, racing.race_stage, racing.team(lane)
    result = evidence.result_of(session, race_stage, team)
    if result is None:
        result = evidence.stand(session, race_stage, team, {})
    report = MeasurementReport(
        "检测中心",
        f"CNAS-{lane}-{race_stage.number}",
        tested_on or local_date(racing.stage.now),
        {"能量密度": value},
    )
    officer, now = racing.stage.holder(Role.PROGRAMME_OFFICER), racing.stage.now
    assert evidence.record_test(session, race_stage, result, report, officer, now) is None
    session.flush()


def panel(racing: Racing, scores: Mapping[str, int]) -> ReviewGroup:
    """A locked panel of seven that gave each team its points."""
    stage, race_stage = racing.stage, racing.race_stage
    teams = [racing.team(lane) for lane in scores]
    group = ReviewGroup(
        call_id=racing.race.call_id,
        name="节点考核专家组",
        purpose="checkpoint",
        round=2 + race_stage.number,
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
    group.chair = experts[0]
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
    racing.race_stage.group_id = group.id
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
    racing.stage.at(evidence.grace_ends(racing.stage.session, racing.race_stage))
    panel(racing, scores)
    for lane in scores:
        if lane not in missing:
            measured(racing, lane, (values or {}).get(lane, "500"))
    racing.stage.moved(racing.race_stage, "draft_result", racing.officer)
    racing.stage.session.commit()


@played_once
def published(racing: Racing) -> None:
    racing.stage.moved(racing.race_stage, "publish_result", racing.officer)
    racing.stage.session.commit()


def wait_for_appeals(racing: Racing) -> None:
    """Until notice and appeals are over."""
    racing.stage.at(racing.stage.now + timedelta(days=21))


@played_once
def decided(racing: Racing) -> None:
    wait_for_appeals(racing)
    racing.stage.moved(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    racing.stage.session.commit()


@played_once
def reallocated(racing: Racing) -> None:
    racing.stage.signed(racing.race, "reallocate", racing.officer)
    racing.stage.moved(racing.race, "reallocate", racing.stage.holder(Role.FINANCE))
    racing.stage.session.commit()


@played_once
def through_stage(racing: Racing, scores: Mapping[str, int], **fields: Any) -> None:
    assessed(racing, scores, **fields)
    published(racing)
    decided(racing)
    reallocated(racing)


def after_first_stage(stage: Stage) -> Racing:
    """Decided, and its money shared."""
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    return racing


@played_once
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
        receiver = receiver_of(racing, payment.project)
        stage.moved(payment, "confirm_receipt", receiver, received_on="2026-03-02")
    stage.session.commit()


def _furnish(racing: Racing, payment: Payment) -> None:
    """The unit's verified account and its own money, once."""
    fund = funds.fund_of(racing.stage.session, payment.project)
    assert fund is not None
    known = select(BankAccount.id).where(
        BankAccount.organisation_id == payment.project.proposal.lead_unit_id
    )
    if racing.stage.session.scalar(known) is None:
        treasurer = receiver_of(racing, payment.project)
        verified_account(racing.stage, payment.project.proposal.lead_unit, treasurer)
        matching(racing.stage, fund, treasurer, 10 * payment.project.proposal.matching)


def accounted(racing: Racing, lane: str) -> None:
    """The unit of a team that has ended says that it spent nothing."""
    project = racing.project(lane)
    fund = funds.fund_of(racing.stage.session, project)
    assert fund is not None
    racing.stage.moved(fund, "report_no_spending", receiver_of(racing, project))


def receiver_of(racing: Racing, project: Project) -> Person:
    session, unit = racing.stage.session, project.proposal.lead_unit_id
    found = session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == Role.UNIT_FINANCE.value, RoleGrant.organisation_id == unit)
    ).first()
    if found is None:
        found = person(session, organisation_id=unit)
        grant(session, found, Role.UNIT_FINANCE, organisation_id=unit)
    return found


def leave(racing: Racing, lane: str) -> None:
    racing.stage.signed(racing.team(lane), "withdraw", racing.pi(lane), reason="另有安排。")
    racing.stage.moved(racing.team(lane), "withdraw", racing.unit(lane))
    racing.refresh()


def called_in(racing: Racing, lane: str) -> None:
    """The reserve is promoted, signs and joins."""
    stage = racing.stage
    one = next(a for a in racing.applied if a.proposal.id == racing.team(lane).proposal_id)
    words = {**MINUTES, "reason": "启用候补。"}
    row = stage.moved(one.proposal, "promote", racing.decision_maker, **words)
    one.proposal.state = "approved"
    sign(racing, one, row.history_id)
    stage.moved(racing.team(lane), "join", racing.officer)


def nobody_can_finish(racing: Racing) -> None:
    """Two teams have become too dear, and the route of the first is paused."""
    for lane in "BC":
        racing.team(lane).cost_to_finish = 9000 * WAN
    racing.refresh()
    words = {**MINUTES, "reason": "试验场地停用。"}
    racing.stage.moved(racing.team("A").route, "pause", racing.decision_maker, **words)


def judged(racing: Racing) -> ReviewGroup:
    """The first stage was decided after its panel."""
    group = panel(racing, {})
    decided = racing.race_stage
    decided.decided_at, decided.document = racing.stage.now, "1号"
    racing.stage.session.commit()
    return group


SOLVED = {**MINUTES, "finding": "目标已由他方实现。"}


def found_solved(racing: Racing) -> None:
    """The meeting and whoever presided over the last panel find that others achieved the target."""
    group = judged(racing)
    assert group.chair is not None
    racing.stage.signed(racing.race, "find_solved", racing.decision_maker, **SOLVED)
    racing.stage.moved(racing.race, "find_solved", group.chair.person)
    racing.stage.session.commit()


def result(racing: Racing, lane: str) -> StageResult:
    team = racing.team(lane)
    return next(r for r in racing.race_stage.results if r.team_id == team.id)


@played_once
def in_final(stage: Stage) -> Racing:
    """A short race of two stages whose last one has ended."""
    race = drafted(stage, plan(stage, pools=(400, 680), quotas=(2, 1)))
    racing = signed(entered(stage, ROUTES[:2], race=race))
    stage.moved(racing.race, "start", racing.officer)
    through_stage(racing, {"A": 88, "B": 80})
    stage.at(end_of_day(racing.race_stage.due_on) + timedelta(days=2))
    assert racing.race.state == "final"
    return racing


@played_once
def struck(stage: Stage) -> Racing:
    """C was eliminated, and its race needs it back."""
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    racing.team("A").cost_to_finish = racing.team("B").cost_to_finish = 9000 * WAN
    racing.refresh()
    route, words = racing.team("A").route, {**MINUTES, "finding": "路线不可行。"}
    stage.moved(route, "find_infeasible", racing.decision_maker, **words)
    return racing
