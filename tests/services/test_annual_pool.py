"""Calls and lists of a year share its pool: what one has, another has not (C2)."""

from __future__ import annotations

import pytest

from app.models import Call
from tests.services.stage import MINUTES, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role

GIVEN = MINUTES | {"plan_match": "对标任务"}
POOL = DEFAULTS | {"annual_pool_wan": 1_000}


def consulted(stage: Stage, wan: int, year: int = 2026) -> Call:
    return stage.call("consulting", budget=wan * 10_000_00, year=year, rules=dict(POOL))


@pytest.mark.parametrize(
    ("first", "second", "year", "left"),
    [
        (600, 400, 2026, None),
        (600, 401, 2026, "400.00 万元"),
        (600, 401, 2025, None),
        (0, 1_001, 2026, "1,000.00 万元"),
    ],
)
def test_calls_of_a_year_are_approved_within_its_pool_together(
    stage: Stage, first: int, second: int, year: int, left: str | None
) -> None:
    decider = stage.holder(Role.DECISION_MAKER)
    if first:
        stage.moved(consulted(stage, first, year), "approve", decider, **GIVEN)
    call = consulted(stage, second)
    if left is None:
        stage.moved(call, "approve", decider, **GIVEN)
        return
    reasons = stage.refused(call, "approve", decider, **GIVEN)
    assert reasons.keys() == {"budget_within_pool"}
    assert f"盘子尚余 {left}" in reasons["budget_within_pool"].zh


def test_what_a_cancelled_call_gives_back_another_call_of_the_year_may_have(stage: Stage) -> None:
    decider = stage.holder(Role.DECISION_MAKER)
    first, second = consulted(stage, 600), consulted(stage, 1_000)
    stage.moved(first, "approve", decider, **GIVEN)
    assert "budget_within_pool" in stage.refused(second, "approve", decider, **GIVEN)
    stage.moved(first, "cancel", decider, **MINUTES, reason="不再组织。")
    stage.moved(second, "approve", decider, **GIVEN)


def test_a_list_draws_on_the_pool_of_its_year_too(stage: Stage) -> None:
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(consulted(stage, 600), "approve", decider, **GIVEN)
    rules = dict(POOL)
    posted = stage.call(
        "consulting", mechanism_key="open_call", budget=401 * 10_000_00, rules=rules
    )
    assert "budget_within_pool" in stage.refused(posted, "post", decider, **GIVEN)
    posted.budget = 4_000_000_00
    assert "budget_within_pool" not in stage.refused(posted, "post", decider, **GIVEN)
