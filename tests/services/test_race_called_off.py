"""A race that does not start: with its call, or called off by the executive meeting (R3, C13)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.models import Message
from app.services.money.funds import drawn_from_pool
from tests.services.racing import entered, letters, signed, started
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role

pytestmark = pytest.mark.own_sql

CALLED_OFF = MINUTES | {"reason": "不办了。"}


def test_a_running_race_cannot_be_called_off(stage: Stage) -> None:
    racing = started(stage)
    reasons = stage.refused(racing.race, "call_off", racing.decision_maker, **CALLED_OFF)
    assert "state_has_changed" in reasons


def test_a_race_whose_awards_are_not_issued_goes_with_its_call_only(stage: Stage) -> None:
    racing = entered(stage)
    stage.moved(racing.race, "select_teams", Role.SYSTEM_CLOCK)
    racing.race.call.state = "notice"
    reasons = stage.refused(racing.race, "call_off", racing.decision_maker, **CALLED_OFF)
    assert reasons.keys() == {"race_awards_are_issued"}
    assert "role_required" in stage.refused(racing.race, "cancel", racing.decision_maker)
    stage.moved(racing.race.call, "cancel", racing.decision_maker, **CALLED_OFF)
    assert racing.race.state == "cancelled"
    assert left_of(stage) == 0


def test_a_race_called_off_ends_its_projects_and_gives_all_its_money_back(stage: Stage) -> None:
    racing = signed(entered(stage))
    stage.moved(racing.race, "call_off", racing.decision_maker, **CALLED_OFF)
    assert racing.states == "A:withdrawn B:withdrawn C:withdrawn D:withdrawn"
    assert {racing.project(lane).state for lane in "ABC"} == {"terminated"}
    assert left_of(stage) == 0, "nothing is out of the treasury any more"
    assert letters(racing, "race_cancellation_notice") == 1
    assert racing.team("D").proposal.state == "not_selected", "nobody waits in reserve for it"
    told = select(Message.person_id).where(Message.message_kind == "race_called_off")
    heard = {racing.officer.id, *(racing.pi(lane).id for lane in "ABCD")}
    assert heard <= set(stage.session.scalars(told))


def test_whoever_has_not_signed_when_a_race_is_called_off_has_nothing_to_sign(stage: Stage) -> None:
    racing = signed(entered(stage))
    for lane in "ABC":
        racing.project(lane).state = "contracting"
    stage.moved(racing.race, "call_off", racing.decision_maker, **CALLED_OFF)
    assert {racing.project(lane).state for lane in "ABC"} == {"lapsed"}
    assert left_of(stage) == 0


def left_of(stage: Stage) -> int:
    """分 that the calls of the year still have out of its pool."""
    return drawn_from_pool(stage.session, 2026)
