"""A race at the browser: from the start of the teams to the certificate of the finish, proven."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Letter, Person
from tests.conftest import StillClock
from tests.journeys.theatre import Theatre, Visitor, may_sign_in
from tests.services.race_course import panel
from tests.services.racing import ROUTES, Racing, drafted, entered, plan, signed
from tests.services.stage import Stage
from workflows.engine.calendar import end_of_day
from workflows.parameters import DEFAULTS
from workflows.roles import Role

MINUTES = {"minutes_number": "厅务会纪要〔2026〕9号", "minutes_date": "2026-09-01"}


def test_from_the_start_to_a_certificate_that_proves_itself(
    theatre: Theatre, session: Session, clock: StillClock
) -> None:
    stage = Stage(session, clock, theatre.context)
    race = drafted(stage, plan(stage, pools=(400, 680), quotas=(1, 1)))
    racing = signed(entered(stage, ROUTES[:2], race=race))
    people = everybody(racing)
    may_sign_in(*people)
    session.commit()
    officer = theatre.visitor(racing.officer)
    start(theatre, officer, racing)
    session.rollback()
    hand_in(theatre, racing)
    assess(theatre, officer, racing)
    decide(theatre, officer, racing)
    cross(theatre, officer, racing)
    prove(theatre, racing)


def everybody(racing: Racing) -> list[Person]:
    office = (Role.DECISION_MAKER, Role.FINANCE)
    return [
        racing.officer,
        *(racing.stage.holder(role) for role in office),
        *(applied.pi for applied in racing.applied),
    ]


def start(theatre: Theatre, officer: Visitor, racing: Racing) -> None:
    officer.open(f"/races/{racing.race.id}")
    officer.make("起跑")
    officer.reads("攻关中", "缺口", "第1节点经费")


def leader(theatre: Theatre, racing: Racing, lane: str) -> tuple[Visitor, str]:
    path = f"/races/teams/{racing.team(lane).id}"
    return theatre.visitor(apart(racing, racing.pi(lane))), path


def apart(racing: Racing, who: Person) -> Person:
    """The person as read now; nothing of the session stays open behind the browser."""
    session = racing.stage.session
    if who in session:
        session.refresh(who)
        session.expunge(who)
    session.rollback()
    return who


def hand_in(theatre: Theatre, racing: Racing) -> None:
    called = racing.node.due_on - timedelta(days=DEFAULTS["race_call_days"])
    closes = end_of_day(racing.node.due_on + timedelta(days=DEFAULTS["race_grace_days"]))
    racing.stage.session.rollback()
    theatre.until(end_of_day(called) - timedelta(hours=12))
    for lane in "AB":
        visitor, path = leader(theatre, racing, lane)
        visitor.open(path)
        visitor.fill(text="节点报告：样品与检测如附。", cost_to_finish="300", plan_days="60")
        visitor.press("保存")
        visitor.make("提交节点佐证")
        visitor.reads("考核中")
    theatre.until(closes)


def assess(theatre: Theatre, officer: Visitor, racing: Racing) -> None:
    panel(racing, {"A": 88, "B": 70})
    path = f"/races/stages/{racing.node.id}"
    racing.stage.session.rollback()
    for place in (0, 1):
        officer.open(path)
        form = officer.page.locator("form.panel").nth(place)
        form.locator("[name=number]").fill(f"CNAS-{place}")
        form.locator("[name=tested_on]").fill("2026-07-01")
        form.locator("[name=measured-0]").fill("330")
        form.get_by_role("button").click()
        officer.page.wait_for_load_state()
    officer.make("按规则拟定结论")
    officer.reads("A 88.00 分，达到晋级线 75 分", "B 70.00 分，在保持线 60 分")
    officer.make("公示节点结果")


def decide(theatre: Theatre, officer: Visitor, racing: Racing) -> None:
    node, race = racing.node.id, racing.race.id
    who = apart(racing, racing.decision_maker)
    purse = apart(racing, racing.stage.holder(Role.FINANCE))
    now = theatre.clock.now()
    racing.stage.session.rollback()
    theatre.until(now + timedelta(days=21))
    decider, finance = theatre.visitor(who), theatre.visitor(purse)
    decider.open(f"/races/stages/{node}")
    decider.make("议定节点结论", **MINUTES)
    officer.open(f"/races/{race}")
    officer.make("再分配并进入下一节点")
    finance.open(f"/races/{race}")
    finance.make("再分配并进入下一节点")
    finance.reads("第2节点经费（A）", "第2节点经费（B）")
    theatre.let_the_worker_work()


def cross(theatre: Theatre, officer: Visitor, racing: Racing) -> None:
    node = racing.node
    ends, path, race = end_of_day(node.due_on), f"/races/stages/{node.id}", racing.race.id
    who = racing.decision_maker
    racing.stage.session.rollback()
    theatre.until(ends + timedelta(days=1))
    for place, value in ((0, "405"), (1, "380")):
        officer.open(path)
        form = officer.page.locator("form.panel").nth(place)
        form.locator("[name=number]").fill(f"CNAS-冲线-{place}")
        form.locator("[name=tested_on]").fill("2026-11-01")
        form.locator("[name=measured-0]").fill(value)
        form.get_by_role("button").click()
        officer.page.wait_for_load_state()
    decider = theatre.visitor(who)
    decider.open(f"/races/{race}")
    decider.make("议定冲线", **MINUTES)
    decider.reads("已冲线", "冲线（胜出）")
    theatre.let_the_worker_work()


def prove(theatre: Theatre, racing: Racing) -> None:
    """Whoever holds the certificate finds it proven on the page for it."""
    with theatre.look() as session:
        certificate = session.scalars(
            select(Letter).where(Letter.letter_kind == "crossing_certificate")
        ).one()
        assert certificate.state == "filed"
        code = certificate.verification_code
    page = theatre.stranger()
    answer = page.goto(f"{theatre.address}/verify/{code}")
    assert answer is not None
    assert answer.status == 200
    assert "冲线证书" in page.inner_text("main")
    answer = page.goto(f"{theatre.address}/races/{racing.race.id}")
    assert answer is not None
    assert "第 1 节点结论" in page.inner_text("main")
