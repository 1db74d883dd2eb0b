"""A reserve lapses when its call says: at the end of the year, or after so many days (P13)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.services.awarding import decided, published
from tests.services.stage import Stage
from workflows.engine.calendar import end_of_day, local_date
from workflows.parameters import DEFAULTS, defaults_of


def year_end(listed: datetime) -> datetime:
    return end_of_day(local_date(listed).replace(month=12, day=31))


def after_240_days(listed: datetime) -> datetime:
    return end_of_day(local_date(listed) + timedelta(days=240))


@pytest.mark.parametrize(("days", "ends"), [(0, year_end), (240, after_240_days)])
def test_a_reserve_lapses_at_the_date_its_call_says_and_no_sooner(
    stage: Stage, days: int, ends: object
) -> None:
    made = decided(stage)
    reserve = made.proposals[2]
    reserve.call.rules = reserve.call.rules | {"reserve_days": days}
    published(stage, made)
    assert reserve.state == "reserve"
    assert callable(ends)
    end = ends(reserve.state_entered_at)
    assert reserve.due_at is not None
    assert timedelta() <= reserve.due_at - end <= timedelta(days=7 if days else 0)
    stage.at(reserve.due_at - timedelta(seconds=1))
    assert reserve.state == "reserve"
    stage.at(reserve.due_at)
    assert reserve.state == "not_selected"


def test_a_new_competition_holds_reserves_to_the_end_of_the_year_and_other_calls_some_days() -> (
    None
):
    assert defaults_of("open_competition")["reserve_days"] == 0
    assert defaults_of("open_call")["reserve_days"] == 240, "an alternate waits for signatures"
    assert DEFAULTS["reserve_days"] == 240
