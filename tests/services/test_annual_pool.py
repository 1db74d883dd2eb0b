"""Calls and lists of a year share its pool: what one has, another has not (C2). The pool is the
planning office's, and one who did not enter it confirms it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import create_engine, select, text

from app.migrating import upgrade
from app.models import AnnualPool, Call, Person
from app.queries.books.annual_pools import drawings, years
from app.services.money.annual_pools import PoolDraft, enter, pool_in_force
from app.services.problems import Problems
from tests.conftest import SignInAs
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

GIVEN = MINUTES | {"plan_match": "对标任务"}
WAN = 10_000_00
POOL = PoolDraft(2026, 1_000 * WAN, "财预〔2026〕1号", date(2026, 1, 5))


@pytest.fixture
def planner(stage: Stage) -> Person:
    return stage.holder(Role.PLANNING_OFFICER)


@pytest.fixture
def second(stage: Stage) -> Person:
    return stage.holder(Role.PLANNING_OFFICER, "second")


def entered(stage: Stage, by: Person, typed: PoolDraft = POOL) -> AnnualPool:
    case = enter(stage.session, typed, by, stage.now)
    assert isinstance(case, AnnualPool), case
    return case


def in_force(stage: Stage, planner: Person, second: Person, wan: int = 1_000) -> AnnualPool:
    reason = "追加预算" if pool_in_force(stage.session, 2026) else ""
    typed = replace(POOL, amount=wan * WAN, reason=reason)
    case = entered(stage, planner, typed)
    stage.moved(case, "confirm", second)
    return case


def consulted(stage: Stage, wan: int, **fields: Any) -> Call:
    return stage.call("consulting", budget=wan * WAN, pooled=False, **fields)


@pytest.mark.parametrize(
    ("first", "second_wan", "left"),
    [(600, 400, None), (600, 401, "400.00 万元"), (0, 1_001, "1,000.00 万元")],
)
def test_calls_of_a_year_are_approved_within_its_pool_together(
    stage: Stage,
    planner: Person,
    second: Person,
    first: int,
    second_wan: int,
    left: str | None,
) -> None:
    in_force(stage, planner, second)
    decider = stage.holder(Role.DECISION_MAKER)
    if first:
        stage.moved(consulted(stage, first), "approve", decider, **GIVEN)
    call = consulted(stage, second_wan)
    if left is None:
        stage.moved(call, "approve", decider, **GIVEN)
        return
    reasons = stage.refused(call, "approve", decider, **GIVEN)
    assert reasons.keys() == {"budget_within_pool"}
    assert f"盘子尚余 {left}" in reasons["budget_within_pool"].zh
    assert "资源配置处" in reasons["budget_within_pool"].zh


def test_a_call_of_a_year_whose_pool_nobody_confirmed_is_not_approved(
    stage: Stage, planner: Person, second: Person
) -> None:
    decider = stage.holder(Role.DECISION_MAKER)
    call = consulted(stage, 100)
    pool = entered(stage, planner)
    assert stage.refused(call, "approve", decider, **GIVEN).keys() == {"pool_confirmed"}
    stage.moved(pool, "confirm", second)
    stage.moved(call, "approve", decider, **GIVEN)


def test_the_pool_is_confirmed_by_another_than_who_entered_it(
    stage: Stage, planner: Person, second: Person
) -> None:
    pool = entered(stage, planner)
    assert stage.refused(pool, "confirm", planner).keys() == {"separation_of_duties"}
    stage.moved(pool, "confirm", second)
    officer = stage.holder(Role.PROGRAMME_OFFICER)
    answer = enter(stage.session, replace(POOL, year=2027), officer, stage.now)
    assert isinstance(answer, Problems)


def test_a_changed_pool_counts_once_confirmed_and_says_why(
    stage: Stage, planner: Person, second: Person
) -> None:
    first = in_force(stage, planner, second)
    silent = enter(stage.session, replace(POOL, amount=2_000 * WAN), planner, stage.now)
    assert isinstance(silent, Problems)
    assert silent.by_field.keys() == {"reason"}
    more = entered(stage, planner, replace(POOL, amount=2_000 * WAN, reason="追加预算"))
    again = enter(stage.session, replace(POOL, reason="再追加"), planner, stage.now)
    assert isinstance(again, Problems)
    assert again.by_field.keys() == {"year"}
    assert pool_in_force(stage.session, 2026) == first
    stage.moved(more, "confirm", second)
    assert pool_in_force(stage.session, 2026) == more
    assert first.state == "confirmed", "what was in force before stays on record"


def test_a_pool_covers_what_calls_of_the_year_have_out_of_it(
    stage: Stage, planner: Person, second: Person
) -> None:
    in_force(stage, planner, second)
    stage.moved(consulted(stage, 600), "approve", stage.holder(Role.DECISION_MAKER), **GIVEN)
    less = entered(stage, planner, replace(POOL, amount=599 * WAN, reason="压减预算"))
    reasons = stage.refused(less, "confirm", second)
    assert "600.00 万元" in reasons["pool_covers_what_is_drawn"].zh
    stage.moved(less, "withdraw", planner, reason="低于已占用。")
    enough = entered(stage, planner, replace(POOL, amount=600 * WAN, reason="压减预算"))
    stage.moved(enough, "confirm", second)


def test_what_a_cancelled_call_gives_back_another_call_of_the_year_may_have(
    stage: Stage, planner: Person, second: Person
) -> None:
    in_force(stage, planner, second)
    decider = stage.holder(Role.DECISION_MAKER)
    first, other = consulted(stage, 600), consulted(stage, 1_000)
    stage.moved(first, "approve", decider, **GIVEN)
    assert "budget_within_pool" in stage.refused(other, "approve", decider, **GIVEN)
    stage.moved(first, "cancel", decider, **MINUTES, reason="不再组织。")
    stage.moved(other, "approve", decider, **GIVEN)
    assert [(d.call, d.drawn) for d in drawings(stage.session, 2026)] == [
        (first, 0),
        (other, 1_000 * WAN),
    ]


def test_a_list_draws_on_the_pool_of_its_year_too(
    stage: Stage, planner: Person, second: Person
) -> None:
    in_force(stage, planner, second)
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(consulted(stage, 600), "approve", decider, **GIVEN)
    posted = consulted(stage, 401, mechanism_key="open_call")
    assert "budget_within_pool" in stage.refused(posted, "post", decider, **GIVEN)
    posted.budget = 400 * WAN
    assert "budget_within_pool" not in stage.refused(posted, "post", decider, **GIVEN)


def test_the_pages_of_the_pool_tell_what_is_free_and_who_draws_on_it(
    stage: Stage, planner: Person, second: Person, sign_in: SignInAs
) -> None:
    call = consulted(stage, 600)
    stage.session.commit()
    client = sign_in(planner)
    typed = {
        "year": "2026",
        "amount": "1000",
        "document_number": "财预〔2026〕1号",
        "document_date": "2026-01-05",
    }
    page = client.post("/finance/pools/new", data=typed, follow_redirects=True)
    assert page.status_code == 200
    again = client.post("/finance/pools/new", data=typed)
    assert again.status_code == 422
    pool = stage.session.scalars(select(AnnualPool).where(AnnualPool.state == "entered")).one()
    stage.moved(pool, "confirm", second)
    stage.moved(call, "approve", stage.holder(Role.DECISION_MAKER), **GIVEN)
    stage.session.commit()
    of_year = client.get("/finance/pools/2026").get_data(as_text=True)
    assert all(words in of_year for words in (call.title, "600.00 万元", "400.00 万元"))
    assert [(y.year, y.free) for y in years(stage.session)] == [(2026, 400 * WAN)]
    assert client.get("/finance/pools").status_code == 200
    assert client.get("/finance/pools/2031").status_code == 404
    assert sign_in(stage.holder(Role.FINANCE)).get("/finance/pools/new").status_code == 403


def test_finance_is_led_to_no_call_of_the_pool_that_it_cannot_open(
    stage: Stage, sign_in: SignInAs
) -> None:
    running, over = consulted(stage, 600), stage.call("decided")
    stage.session.commit()
    client = sign_in(stage.holder(Role.FINANCE))
    of_year = client.get("/finance/pools/2026").get_data(as_text=True)
    for call, is_led_to in ((running, False), (over, True)):
        assert call.title in of_year
        assert (f'href="/finance/calls/{call.id}"' in of_year) is is_led_to
        assert (client.get(f"/finance/calls/{call.id}").status_code == 200) is is_led_to


def test_the_numbers_that_calls_were_given_become_the_pools_of_their_years() -> None:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, "0104")
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        for number, (year, given) in enumerate(((2025, 0), (2026, 900), (2026, 1_000)), start=1):
            rules = json.dumps({"annual_pool_wan": given})
            connection.execute(
                text(
                    "INSERT INTO call (id, programme_id, mechanism_key, year, title, title_en,"
                    " guide, guide_en, conditions, contact, contact_phone, budget, award_most,"
                    " planned_awards, budget_mode, payment_mode, payee_mode, rules, criteria,"
                    " required_files, plan_match, drafted_by_id, state, state_entered_at,"
                    " workflow_version, revision) VALUES (:id, 1, 'open_competition', :year, 't',"
                    " '', '', '', '', '', '', 0, 0, 1, 'headings', 'nodes', 'lead', :rules, '[]',"
                    " '[]', '', 1, 'draft', '2026-01-05 01:00:00', 1, 1)"
                ),
                {"id": number, "year": year, "rules": rules},
            )
        upgrade(connection, "head")
        rows = connection.execute(text("SELECT year, amount, state, reason FROM annual_pool")).all()
    engine.dispose()
    ((*moved, note),) = (tuple(row) for row in rows)
    assert moved == [2026, 1_000 * WAN, "confirmed"]
    assert "未附预算批复文件" in note, "nobody takes it for one that was confirmed here"
