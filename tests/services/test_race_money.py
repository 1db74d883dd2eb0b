"""The money of a race through the whole door: §3.7 to the 分, and nothing lost on the way."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import func, select, update

from app.models import History, Letter, Payment, Project
from app.queries.calls.results import RESULTS
from app.services.money.funds import fund_of
from app.services.money.positions import granted
from app.services.races.books import books_of, given_back
from app.services.races.finding import project_of
from app.services.races.sharing import foreseen
from tests.services.awarding import was_on_notice
from tests.services.race_course import (
    accounted,
    assessed,
    decided,
    leave,
    measured,
    paid_up,
    published,
    reallocated,
    receiver_of,
    through_stage,
)
from tests.services.racing import WAN, Racing, drafted, kept, plan, started
from tests.services.recoveries import closed
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day
from workflows.roles import Role

PAID_OF = re.compile(r"([\d.]+)万元，资助总额([\d.]+)万元")


def committed(racing: Racing) -> dict[str, int]:
    """分 by lane: what each team has got or is about to get."""
    racing.stage.session.expire_all()
    books = books_of(racing.stage.session, racing.race)
    return {t.lane: books.teams[t.id].committed for t in racing.race.teams if t.id in books.teams}


def test_the_worked_example_comes_out_to_the_cent(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    assert committed(racing) == {"A": 120 * WAN, "B": 120 * WAN, "C": 120 * WAN}
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    assert racing.states == "A:racing B:racing C:eliminated D:reserve"
    assert committed(racing) == {"A": 370_536_585, "B": 349_463_415, "C": 120 * WAN}
    paid_up(racing)
    through_stage(racing, {"A": 90, "B": 72})
    paid_up(racing)
    assert racing.states == "A:racing B:held C:closed_out D:reserve"
    stage.at(end_of_day(racing.race_stage.due_on) + timedelta(days=1))
    assert racing.race.state == "final"
    measured(racing, "A", "412")
    measured(racing, "B", "388")
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    assert racing.states == "A:finished B:not_finished C:closed_out D:not_finished"
    total = committed(racing)
    assert sum(total.values()) == 1100 * WAN
    assert given_back(stage.session, racing.race) == 100 * WAN
    assert [round(total[lane] / WAN, 2) for lane in "ABC"] == [582.54, 397.46, 120.00]
    assert stage.session.scalar(select(func.sum(granted()))) == 1100 * WAN, (
        "what the stages and the prize added to the awards is in every sum of public money"
    )
    was_on_notice(stage, *(team.proposal for team in racing.race.teams))
    assert sum(line.amount for line in stage.session.scalars(RESULTS)) == 1100 * WAN


def test_a_pool_that_three_do_not_divide_is_shared_to_the_cent(stage: Stage) -> None:
    """Item 19: 100万元 among three; the odd 分 goes to the first lane and nothing is lost."""
    racing = started(stage, race=drafted(stage, plan(stage, pools=(100, 480, 240))))
    assert committed(racing) == {"A": 33_333_334, "B": 33_333_333, "C": 33_333_333}
    kept(racing)
    paid_up(racing)
    assert sum(committed(racing).values()) == 100 * WAN
    kept(racing)


def test_of_a_stage_so_much_is_held_back_that_a_team_can_still_finish(stage: Stage) -> None:
    """All 480 would leave A a gap of 279.46 with 240 beside the prize, and the race standing."""
    racing = started(stage)
    paid_up(racing)
    assessed(racing, {"A": 88, "B": 76, "C": 54}, cost=850)
    published(racing)
    decided(racing)
    foretold = " ".join(line.zh for line in foreseen(stage.session, racing.race, stage.now))
    assert "480.00 万元，其中 83.00 万元 暂不分配" in foretold
    reallocated(racing)
    shared = {lane: sum_ - 120 * WAN for lane, sum_ in committed(racing).items()}
    assert sum(shared.values()) == (480 - 83) * WAN
    assert books_of(stage.session, racing.race).uncommitted == (1200 - 360 - 480 + 83) * WAN
    project = racing.project("A")
    fund, who = fund_of(stage.session, project), receiver_of(racing, project)
    assert fund is not None
    spent = {"heading": "operation", "amount": str(100 * WAN), "spent_until": "2026-03-02"}
    stage.moved(fund, "report_spending", who, **spent)  # so much less is left to pay for
    kept(racing)


def test_no_letter_of_payment_says_that_more_is_paid_than_granted(stage: Stage) -> None:
    """What the stages add to the award of a team is granted with it."""
    racing = started(stage, race=drafted(stage, plan(stage, pools=(100, 480, 240))))
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    paid_up(racing)
    notices = select(Letter).where(Letter.letter_kind == "payment_notice")
    told = [
        tuple(map(Decimal, found.groups()))
        for letter in stage.session.scalars(notices)
        if (found := PAID_OF.search(json.dumps(letter.payload, ensure_ascii=False)))
    ]
    assert len(told) == 5
    assert [(paid, of) for paid, of in told if paid > of] == []


def test_what_is_ordered_after_a_team_has_left_is_told_apart_by_the_books(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    assert racing.states == "A:racing B:racing C:eliminated D:reserve"
    first = {lane: _first_order(racing, lane) for lane in "AC"}
    assert {lane: _after_end(racing, lane) for lane in "AC"} == {"A": 0, "C": 0}
    stage.session.execute(
        update(History)
        .where(History.case_kind == "payment", History.transition == "draft")
        .where(History.case_id.in_([payment.id for payment in first.values()]))
        .values(at=stage.now + timedelta(days=1))
    )
    assert {lane: _after_end(racing, lane) for lane in "AC"} == {"A": 0, "C": first["C"].amount}


def _first_order(racing: Racing, lane: str) -> Payment:
    team = racing.team(lane)
    query = (
        select(Payment)
        .join(Project, Project.id == Payment.project_id)
        .where(Project.proposal_id == team.proposal_id)
    )
    return racing.stage.session.scalars(query.order_by(Payment.id)).all()[0]


def _after_end(racing: Racing, lane: str) -> int:
    racing.stage.session.expire_all()
    return books_of(racing.stage.session, racing.race).teams[racing.team(lane).id].after_end


def test_what_comes_back_after_a_stage_is_spent_is_free_for_the_race_and_never_more(
    stage: Stage,
) -> None:
    """Item 20."""
    racing = started(stage)
    paid_up(racing)
    leave(racing, "C")
    project = project_of(stage.session, racing.team("C"))
    assert project is not None
    fund, finance = fund_of(stage.session, project), stage.holder(Role.FINANCE)
    assert fund is not None
    accounted(racing, "C")
    stage.moved(fund, "recover", finance)
    refund = {"refunded_on": "2026-03-02", "reference": "记字1号"}
    too_much = {**refund, "amount": str(120 * WAN + 1)}
    assert "refund_within_owed" in stage.refused(fund, "record_refund", finance, **too_much)
    before = books_of(stage.session, racing.race).uncommitted
    stage.moved(fund, "record_refund", finance, **refund, amount=str(120 * WAN))
    closed(stage, fund)
    stage.session.expire_all()
    assert books_of(stage.session, racing.race).uncommitted == before + 120 * WAN
    kept(racing)
