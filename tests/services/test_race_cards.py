"""A yellow card stands until the team advances in a later stage, whatever else it does (R8)."""

from __future__ import annotations

from app.services.races.sharing import by_formula
from tests.services.race_course import (
    assessed,
    decided,
    hand_in,
    published,
    through_stage,
    to_checkpoint,
)
from tests.services.racing import Racing, kept, started
from tests.services.stage import Stage
from workflows.roles import Role

CARDED = {"A": 88, "B": 70, "C": 80}


def carded(stage: Stage) -> Racing:
    """In its second stage, with a yellow card for B alone."""
    racing = started(stage)
    through_stage(racing, CARDED)
    assert [racing.team(lane).state for lane in "ABC"] == ["racing", "held", "racing"]
    return racing


def test_evidence_taken_back_takes_no_yellow_card_back(stage: Stage) -> None:
    racing = carded(stage)
    to_checkpoint(racing)
    for lane, state in (("A", "racing"), ("B", "held")):
        hand_in(racing, lane)
        stage.moved(racing.team(lane), "take_back_evidence", racing.pi(lane))
        assert racing.team(lane).state == state
        hand_in(racing, lane)
        assert racing.team(lane).state == "at_checkpoint"
    kept(racing)


def test_a_team_that_was_suspended_comes_back_with_its_yellow_card(stage: Stage) -> None:
    racing = carded(stage)
    supervisor = stage.holder(Role.SUPERVISOR)
    for lane, state in (("A", "racing"), ("B", "held")):
        stage.moved(racing.team(lane), "suspend", supervisor, evidence="安全事故。")
        stage.moved(racing.team(lane), "resume", supervisor, reason="整改到位。")
        assert racing.team(lane).state == state
    kept(racing)


def test_a_team_that_stood_aside_from_a_checkpoint_gets_the_base_of_the_next_stage_alone(
    stage: Stage,
) -> None:
    """Only who advanced in the stage shares in its merit part, by places too (R7, R8)."""
    racing = started(stage)
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(racing.team("C"), "suspend", supervisor, evidence="安全事故。")
    assessed(racing, {"A": 88, "B": 80})
    published(racing)
    decided(racing)
    stage.moved(racing.team("C"), "resume", supervisor, reason="整改到位。")
    for formula in ("base_merit", "rank", "winner_takes_most"):
        racing.race.formula = formula
        shared = by_formula(stage.session, racing.race, stage.now)
        assert shared.amounts["C"] == shared.base["C"]
        assert shared.amounts["B"] > shared.base["B"]
    kept(racing)
