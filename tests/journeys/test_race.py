"""A race at the browser: from its announcement to the certificate of the finish, proven."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models import Letter
from app.services.races.evidence import grace_ends
from tests.conftest import StillClock
from tests.factories import annual_pool, programme
from tests.journeys.race_entering import (
    apart,
    everybody_enters,
    judge_the_stage,
    select_the_teams,
    sign_the_terms,
    troupe_of,
)
from tests.journeys.theatre import Theatre, Visitor, follow, may_sign_in, text_of
from tests.journeys.troupe import Troupe
from tests.services.racing import Racing
from tests.services.stage import Stage
from workflows.engine.calendar import end_of_day
from workflows.parameters import DEFAULTS
from workflows.roles import Role

MINUTES = {"minutes_number": "厅务会纪要〔2026〕9号", "minutes_date": "2026-05-12"}


@pytest.fixture
def stage(theatre: Theatre, session: Session, clock: StillClock) -> Stage:
    """The office, with passwords."""
    made = Stage(session, clock, theatre.context)
    programme(session)
    annual_pool(session, 2026)
    roles = (Role.PROGRAMME_OFFICER, Role.DECISION_MAKER, Role.FINANCE)
    may_sign_in(*(made.holder(role) for role in roles))
    session.commit()
    return made


def test_from_the_call_to_a_certificate_that_proves_itself(
    theatre: Theatre, stage: Stage, tmp_path: Path
) -> None:
    """What other journeys click through goes through the door: the parts of a form, the desks of
    scoring, and what a second team does as the first one did."""
    officer = theatre.visitor(apart(stage, stage.holder(Role.PROGRAMME_OFFICER)))
    racing = everybody_enters(theatre, stage, announce(theatre, officer, stage))
    cast = troupe_of(racing)
    select_the_teams(theatre, officer, racing, cast)
    sign_the_terms(theatre, racing, tmp_path)
    start(officer, racing)
    hand_in(theatre, racing)
    assess(theatre, officer, racing, cast)
    decide(theatre, officer, racing)
    cross(theatre, officer, racing)
    prove(theatre, racing)


def announce(theatre: Theatre, officer: Visitor, stage: Stage) -> int:
    """The call with the plan of its race, approved and published; the number of the race."""
    officer.open("/office/calls/new?mechanism=parallel_teams")
    officer.fill(
        title="全固态电池",
        guide="支持方向：不同技术路线的全固态电池。",
        contact="林知远",
        contact_phone="0000-88888888",
        budget="1200",
        award_most="500",
        planned_awards="2",
        open_at="2026-03-16T09:00",
        close_at="2026-04-16T17:00",
    )
    officer.press("保存")
    call = officer.number()
    officer.open(f"/races/of-call/{call}/plan")
    officer.fill(
        **PLAN,
        **race_stage(0, "400", "2026-09-01", "325"),
        **race_stage(1, "680", "2027-01-05", "400"),
    )
    officer.press("保存赛题方案")
    race = officer.number()
    officer.open(f"/office/calls/{call}")
    officer.make("提交征求意见")
    theatre.at(3, 12)
    decider = theatre.visitor(apart(stage, stage.holder(Role.DECISION_MAKER)))
    decider.open(f"/office/calls/{call}")
    decider.make("批准", **APPROVAL)
    officer.open(f"/office/calls/{call}")
    officer.make("发布")
    theatre.at(3, 16)
    stranger = theatre.stranger()
    stranger.goto(f"/races/{race}")
    assert "能量密度 ≥ 400 Wh/kg" in text_of(stranger)
    return race


PLAN = {
    "target": "固态电池单体能量密度达到 400 Wh/kg。",
    "finish_line": "能量密度 ≥ 400 Wh/kg",
    "loser_rule": "未胜出团队的知识产权归其所有，数据按规定汇交。",
    "prize": "120",
    "converge_at": "1",
    "ends_on": "2027-02-01",
}
APPROVAL = {
    "minutes_number": "厅务会纪要〔2026〕1号",
    "minutes_date": "2026-03-12",
    "plan_match": "对应规划任务，指标与规划目标一致。",
}


def race_stage(place: int, pool: str, due_on: str, target: str) -> dict[str, str]:
    fields = {
        "pool": pool,
        "quota": "1",
        "due_on": due_on,
        "indicators": f"能量密度 ≥ {target} Wh/kg",
        "protocol": "同一测试台，25℃，0.1C 充放。",
    }
    return {f"stages__{place}__{name}": value for name, value in fields.items()}


def start(officer: Visitor, racing: Racing) -> None:
    path = f"/races/{racing.race.id}"
    racing.stage.session.rollback()
    officer.open(path)
    officer.make("起跑")
    officer.reads("攻关中", "缺口", "第1节点经费")


def leader(theatre: Theatre, racing: Racing, lane: str) -> tuple[Visitor, str]:
    path = f"/races/teams/{racing.team(lane).id}"
    return theatre.visitor(apart(racing.stage, racing.pi(lane))), path


def hand_in(theatre: Theatre, racing: Racing) -> None:
    called = racing.race_stage.due_on - timedelta(days=DEFAULTS["race_call_days"])
    closes = grace_ends(racing.stage.session, racing.race_stage)
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


def assess(theatre: Theatre, officer: Visitor, racing: Racing, cast: Troupe) -> None:
    path = f"/races/stages/{racing.race_stage.id}"
    racing.stage.session.rollback()
    for place in (0, 1):
        officer.open(path)
        form = officer.page.locator("form.panel").nth(place)
        form.locator("[name=tester]").fill("检测中心")
        form.locator("[name=number]").fill(f"CNAS-{place}")
        form.locator("[name=tested_on]").fill("2026-09-01")
        form.locator("[name=measured-0]").fill("330")
        follow(form.get_by_role("button"))
    judge_the_stage(theatre, officer, racing, cast, {"A": 88, "B": 70})
    officer.open(path)
    officer.make("按规则拟定结论")
    officer.reads("A 队 88.00 分，达到晋级线 75 分", "B 队 70.00 分，在保持线 60 分")
    officer.make("公示节点结果")


def decide(theatre: Theatre, officer: Visitor, racing: Racing) -> None:
    race_stage, race = racing.race_stage.id, racing.race.id
    who = apart(racing.stage, racing.decision_maker)
    purse = apart(racing.stage, racing.stage.holder(Role.FINANCE))
    now = theatre.clock.now()
    racing.stage.session.rollback()
    theatre.until(now + timedelta(days=21))
    decider, finance = theatre.visitor(who), theatre.visitor(purse)
    decider.open(f"/races/stages/{race_stage}")
    decider.make("议定节点结论", **MINUTES)
    officer.open(f"/races/{race}")
    officer.make("再分配并进入下一节点")
    finance.open(f"/races/{race}")
    finance.make("再分配并进入下一节点")
    finance.reads("第2节点经费（A队）", "第2节点经费（B队）")
    theatre.let_the_worker_work()


def cross(theatre: Theatre, officer: Visitor, racing: Racing) -> None:
    race_stage = racing.race_stage
    ends, path, race = (
        end_of_day(race_stage.due_on),
        f"/races/stages/{race_stage.id}",
        racing.race.id,
    )
    who = racing.decision_maker
    racing.stage.session.rollback()
    theatre.until(ends + timedelta(days=1))
    for place, value in ((0, "405"), (1, "380")):
        officer.open(path)
        form = officer.page.locator("form.panel").nth(place)
        form.locator("[name=tester]").fill("检测中心")
        form.locator("[name=number]").fill(f"CNAS-冲线-{place}")
        form.locator("[name=tested_on]").fill("2027-01-04")
        form.locator("[name=measured-0]").fill(value)
        follow(form.get_by_role("button"))
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
    assert "冲线证书" in text_of(page)
    answer = page.goto(f"{theatre.address}/races/{racing.race.id}")
    assert answer is not None
    assert "第 1 节点：结论与依据" in text_of(page)
