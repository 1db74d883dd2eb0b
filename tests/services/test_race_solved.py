"""That others achieved the target ends a race, and needs a finding of its panel (§2.3)."""

from __future__ import annotations

import pytest

from app.access.holders import holders
from app.access.roles import reading_letters, roles_on
from app.queries.attention.waiting import waiting_for
from tests.factories import expert
from tests.services.race_course import SOLVED, judged
from tests.services.racing import Racing, started
from tests.services.stage import Stage
from workflows.roles import Role


@pytest.fixture
def racing(stage: Stage) -> Racing:
    return started(stage)


def test_before_a_stage_is_decided_no_panel_can_find_that_others_achieved_the_target(
    stage: Stage, racing: Racing
) -> None:
    refused = stage.refused(racing.race, "find_solved", racing.decision_maker, **SOLVED)
    assert refused.keys() == {"race_stage_has_results"}


def test_the_office_alone_ends_no_race_whoever_presided_over_the_last_panel_signs_too(
    stage: Stage, racing: Racing
) -> None:
    race, group = racing.race, judged(racing)
    assert group.chair is not None
    chair, member = group.chair.person, group.seats[1].expert.person
    still = stage.signed(race, "find_solved", racing.decision_maker, **SOLVED)
    assert still == (Role.PANEL_CHAIR,)
    for other in (racing.officer, stage.holder(Role.SUPERVISOR), member, racing.pi("A")):
        assert "role_required" in stage.refused(race, "find_solved", other)
    assert race.state == "running"
    assert race in waiting_for(stage.session, chair, stage.now).page.rows
    assert race not in waiting_for(stage.session, member, stage.now).page.rows
    stage.moved(race, "find_solved", chair)
    assert race.state == "solved_elsewhere"


def test_the_chair_of_an_earlier_panel_and_a_stranger_of_the_pool_have_no_part_in_a_race(
    stage: Stage, racing: Racing
) -> None:
    race, group = racing.race, judged(racing)
    assert group.chair is not None
    presided = group.chair.person
    assert roles_on(stage.session, presided, race, stage.now) == {Role.PANEL_CHAIR}
    later = race.stages[1]
    later.decided_at, later.document = stage.now, "2号"
    stage.session.flush()
    for person in (presided, expert(stage.session).person):
        assert not roles_on(stage.session, person, race, stage.now)
    assert not holders(stage.session, race, frozenset({Role.PANEL_CHAIR}), stage.now)


def test_whoever_presides_over_a_blind_panel_reads_no_letter_of_the_race() -> None:
    chair, team = frozenset({Role.PANEL_CHAIR}), frozenset({Role.APPLICANT})
    assert not reading_letters("race", chair)
    assert reading_letters("race", team) == team
