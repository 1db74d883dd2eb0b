"""Of two who draw on the pool of a year at the same moment only one has what both asked for."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from app.models import AnnualPool, Call, Person
from app.services.cases import load_case
from app.services.moves import Moved, take
from app.worker.context import Context
from tests.services.stage import Stage
from tests.services.test_annual_pool import GIVEN, POOL, WAN, consulted, entered, in_force
from workflows.roles import Role

pytestmark = pytest.mark.several_writers

Try = Callable[[], bool]


def at_once(*tries: Try) -> list[bool]:
    with ThreadPoolExecutor(len(tries)) as pool:
        return sorted(pool.map(lambda one: one(), tries))


def moving(context: Context, stage: Stage, kind: str, number: int, name: str, by: int) -> Try:
    def go() -> bool:
        with context.transaction() as session:
            case, person = load_case(session, kind, number), session.get_one(Person, by)
            assert case is not None
            given = GIVEN if name == "approve" else {}
            now = stage.now
            moved = take(session, case, name, person, now=now, given=given, authenticated_at=now)
            return isinstance(moved, Moved)

    return go


def test_of_two_calls_approved_at_once_the_pool_bears_one(stage: Stage, context: Context) -> None:
    in_force(
        stage,
        stage.holder(Role.PLANNING_OFFICER),
        stage.holder(Role.PLANNING_OFFICER, "second"),
    )
    calls = [consulted(stage, 600).id for _ in range(2)]
    decider = stage.holder(Role.DECISION_MAKER).id
    stage.session.commit()
    tries = (moving(context, stage, Call.kind, number, "approve", decider) for number in calls)
    assert at_once(*tries) == [False, True]


def test_a_pool_is_not_lowered_below_what_is_approved_at_that_moment(
    stage: Stage, context: Context
) -> None:
    planner = stage.holder(Role.PLANNING_OFFICER)
    second = stage.holder(Role.PLANNING_OFFICER, "second")
    in_force(stage, planner, second)
    less = entered(stage, planner, replace(POOL, amount=599 * WAN, reason="压减预算")).id
    call, decider = consulted(stage, 600).id, stage.holder(Role.DECISION_MAKER).id
    confirming = second.id
    stage.session.commit()
    approved = moving(context, stage, Call.kind, call, "approve", decider)
    lowered = moving(context, stage, AnnualPool.kind, less, "confirm", confirming)
    assert at_once(approved, lowered) == [False, True]
