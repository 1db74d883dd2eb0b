"""Scores of a stage struck after the lock, for a conflict that came to light (§3.2, P12)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Message, Review
from app.services.door.awaiting import turn_of
from app.services.experts import expert_profile
from app.services.races import checkpoints
from tests.services.race_course import (
    assessed,
    decided,
    panel,
    published,
    result,
    wait_for_appeals,
)
from tests.services.racing import Racing, kept, started
from tests.services.stage import MINUTES, Stage
from tests.services.test_race_objections import upheld_to_scores
from workflows.engine.calendar import local_date
from workflows.hands import DECIDES, OFFICER
from workflows.roles import Role


def strike_three(stage: Stage, racing: Racing) -> None:
    """Three of the seven turn out to work for a team: four scores of each team are left."""
    group, unit = racing.race_stage.group, racing.team("A").proposal.lead_unit
    assert group is not None
    yesterday = local_date(stage.now) - timedelta(days=1)
    for one in [seat.expert for seat in group.seats[:3]]:
        expert_profile.move_to(stage.session, one, unit, yesterday, stage.now)


def test_a_conflict_that_comes_up_after_the_lock_strikes_the_scores_of_every_team(
    stage: Stage,
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    group = racing.race_stage.group
    assert group is not None
    assert checkpoints.panel_problems(stage.session, racing.race_stage) == ()
    strike_three(stage, racing)
    struck = select(Review).where(Review.group_id == group.id, Review.struck_at.is_not(None))
    assert len(stage.session.scalars(struck).all()) == 9, "each of three, of all three teams"
    problems = checkpoints.panel_problems(stage.session, racing.race_stage)
    assert [words.zh.split("，")[0] for words in problems] == [
        f"{lane} 队有效评分 4 份" for lane in "ABC"
    ]
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(
        racing.race_stage, "order_new_panel", supervisor, evidence="三名专家任职于参赛单位。"
    )


def test_an_outcome_drafted_by_scores_that_were_struck_is_drafted_anew_before_its_notice(
    stage: Stage,
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    group, unit = racing.race_stage.group, racing.team("A").proposal.lead_unit
    assert group is not None
    publish = (racing.race_stage, "publish_result", racing.officer)
    struck = group.seats[0].expert
    theirs = select(Review).where(Review.group_id == group.id, Review.expert_id == struck.id)
    for review in stage.session.scalars(theirs):
        review.total, review.scores = 100_00, dict.fromkeys(review.scores, 100_00)
    assert set(stage.refused(*publish)) == {"stage_outcomes_follow_the_scores"}
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    with_theirs = result(racing, "B").spread
    yesterday = local_date(stage.now) - timedelta(days=1)
    expert_profile.move_to(stage.session, struck, unit, yesterday, stage.now)
    assert set(stage.refused(*publish)) == {"stage_outcomes_follow_the_scores"}
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    assert (with_theirs, result(racing, "B").spread) == (840, 0)
    published(racing)


def test_outcomes_with_too_few_scores_left_are_not_put_on_notice(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    strike_three(stage, racing)
    for move in ("publish_result", "draft_result"):
        reasons = stage.refused(racing.race_stage, move, racing.officer)
        assert "stage_panel_problems" in reasons, move


def test_a_second_panel_that_loses_its_scores_to_conflicts_is_followed_by_another(
    stage: Stage,
) -> None:
    racing = started(stage)
    upheld_to_scores(racing)
    panel(racing, {"A": 55, "B": 80, "C": 90})
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    strike_three(stage, racing)
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(racing.race_stage, "order_new_panel", supervisor, evidence="三名专家应回避。")
    assert (racing.race_stage.state, racing.race_stage.group) == ("assessing", None)


def on_notice(stage: Stage) -> Racing:
    """C is to be stopped by the results on notice, and has appealed."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    stage.moved(racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测有误。")
    return racing


def strike_the_highest(stage: Stage, racing: Racing) -> None:
    """One of the seven gave B far more than the others did, and turns out to work for A."""
    group, unit = racing.race_stage.group, racing.team("A").proposal.lead_unit
    assert group is not None
    one = group.seats[0].expert
    yesterday = local_date(stage.now) - timedelta(days=1)
    expert_profile.move_to(stage.session, one, unit, yesterday, stage.now)


def test_results_on_notice_whose_scores_were_struck_are_not_decided_but_drafted_anew(
    stage: Stage,
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    withdraw = (racing.race_stage, "withdraw_result", racing.officer)
    assert racing.race_stage.group is not None
    high = racing.race_stage.group.seats[0].expert_id
    theirs = select(Review).where(Review.expert_id == high)
    for review in stage.session.scalars(theirs):
        review.total, review.scores = 100_00, dict.fromkeys(review.scores, 100_00)
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    published(racing)
    stage.moved(racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测有误。")
    assert "stage_scores_were_struck" in stage.refused(*withdraw), "all scores stand"
    strike_the_highest(stage, racing)
    wait_for_appeals(racing)
    reasons = stage.refused(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    assert "stage_outcomes_follow_the_scores" in reasons
    turn = turn_of(stage.session, racing.race_stage, stage.now)
    assert (turn.hands, turn.lacking is None) == (OFFICER, False)
    stage.moved(*withdraw)
    assert (racing.race.state, racing.race_stage.state) == ("checkpoint", "assessing")
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:at_checkpoint D:reserve"
    assert (racing.team("C").appeal, racing.race_stage.notice_to) == ("none", None)
    assert racing.told("stage_results_withdrawn") == "ABC"
    kept(racing)
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    published(racing)
    decided(racing)
    assert racing.states == "A:racing B:racing C:eliminated D:reserve"
    kept(racing)


def test_results_on_notice_with_too_few_scores_left_are_withdrawn_for_another_panel(
    stage: Stage,
) -> None:
    racing = on_notice(stage)
    strike_three(stage, racing)
    wait_for_appeals(racing)
    for move, by in (("decide", racing.decision_maker), ("withdraw_result", racing.officer)):
        given = MINUTES if move == "decide" else {}
        assert "stage_panel_problems" in stage.refused(racing.race_stage, move, by, **given), move
    assert turn_of(stage.session, racing.race_stage, stage.now).hands == DECIDES
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(
        racing.race_stage, "withdraw_for_new_panel", supervisor, evidence="三名专家应回避。"
    )
    assert (racing.race.state, racing.race_stage.state) == ("checkpoint", "assessing")
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:at_checkpoint D:reserve"
    assert (racing.race_stage.group, racing.team("C").appeal) == (None, "none")
    assert racing.told("stage_results_withdrawn") == "ABC"
    kept(racing)
    panel(racing, {"A": 55, "B": 80, "C": 90})
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    published(racing)
    decided(racing)
    assert racing.states == "A:eliminated B:racing C:racing D:reserve"


def test_officer_and_supervision_hear_that_a_score_of_a_stage_was_struck(stage: Stage) -> None:
    racing = on_notice(stage)
    supervisor = stage.holder(Role.SUPERVISOR)
    strike_the_highest(stage, racing)
    told = select(Message.person_id, Message.about_kind).where(
        Message.message_kind == "stage_score_struck"
    )
    assert {tuple(row) for row in stage.session.execute(told)} >= {
        (supervisor.id, "stage"),
        (racing.officer.id, "stage"),
    }
