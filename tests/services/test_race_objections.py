"""An objection to the results of a stage: looked into, rejected, or upheld (§3.4, P15-P17)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.models import ReviewGroup
from app.services.problems import Problems
from app.services.races import checkpoints
from app.services.review.panels import fixed_pool
from tests.factories import expert, grant
from tests.played import played_once
from tests.services.race_course import (
    assessed,
    decided,
    leave,
    measured,
    panel,
    published,
    result,
)
from tests.services.racing import Racing, kept, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import local_date
from workflows.roles import Role

RULING = {**MINUTES, "reason": "B 队检测样品与送检登记不符。"}


def written(stage: Stage) -> dict[str, str]:
    """What supervision enters of an objection that came on paper today."""
    received_on = local_date(stage.now).isoformat()
    return {"registered": "异字〔2026〕1号", "received_on": received_on, "evidence": "样品登记单。"}


@played_once
def objected(racing: Racing) -> None:
    """C is to be stopped after stage 1, and has appealed, when an objection is admitted."""
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    stage = racing.stage
    stage.moved(racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测有误。")
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(racing.race_stage, "admit_objection", supervisor, **written(stage))
    stage.session.commit()


def test_everybody_concerned_is_told_that_an_objection_is_looked_into(stage: Stage) -> None:
    racing = started(stage)
    objected(racing)
    assert racing.told("stage_objection_admitted") == "ABC"
    kept(racing)


def test_a_rejected_objection_leaves_the_results_and_the_appeal_as_they_were(stage: Stage) -> None:
    racing = started(stage)
    objected(racing)
    stage.moved(racing.race_stage, "settle_objection", racing.decision_maker, **RULING)
    assert racing.race_stage.state == "notice"
    assert racing.team("C").appeal == "open"
    assert racing.told("stage_objection_rejected") == "ABC"


def test_whoever_drafted_the_results_or_admitted_the_objection_does_not_decide_on_it(
    stage: Stage,
) -> None:
    """Item 25: also after changing sides."""
    racing = started(stage)
    objected(racing)
    for side in (racing.officer, stage.holder(Role.SUPERVISOR)):
        for row in list(side.grants):
            row.ends_at = stage.now
        grant(stage.session, side, Role.DECISION_MAKER)
        for move in ("settle_objection", "uphold_objection", "uphold_objection_to_scores"):
            reasons = stage.refused(racing.race_stage, move, side, **RULING)
            assert reasons.keys() == {"separation_of_duties"}


def test_a_rejected_objection_is_told_in_a_rescue_too(stage: Stage) -> None:
    racing = started(stage)
    objected(racing)
    leave(racing, "A")
    leave(racing, "B")
    assert (racing.race.state, racing.race_stage.state) == ("rescue", "objection")
    stage.moved(racing.race_stage, "settle_objection", racing.decision_maker, **RULING)
    assert racing.told("stage_objection_rejected") == "C"


def test_an_upheld_objection_withdraws_the_results_and_they_are_drafted_anew(stage: Stage) -> None:
    racing = started(stage)
    objected(racing)
    stage.moved(racing.race_stage, "uphold_objection", racing.decision_maker, **RULING)
    assert (racing.race.state, racing.race_stage.state) == ("checkpoint", "assessing")
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:at_checkpoint D:reserve"
    assert racing.team("C").appeal == "none"
    assert racing.told("stage_objection_upheld") == "ABC"
    kept(racing)
    measured(racing, "B", "100")
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    published(racing)
    decided(racing)
    assert racing.states == "A:racing B:held C:eliminated D:reserve"
    kept(racing)


def test_the_new_results_have_their_own_notice_and_appeals(stage: Stage) -> None:
    racing = started(stage)
    objected(racing)
    first = racing.race_stage.notice_to
    assert first is not None
    stage.moved(racing.race_stage, "uphold_objection", racing.decision_maker, **RULING)
    assert racing.race_stage.notice_to is None
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    published(racing)
    stage.moved(racing.team("C"), "file_appeal", racing.pi("C"), evidence="复测仍有误。")
    assert racing.team("C").appeal == "open", "the new outcome can be appealed once, too"
    reasons = stage.refused(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    assert "stage_notice_is_over" in reasons


@pytest.mark.parametrize("late_by", [0, 1])
def test_a_written_objection_is_admitted_that_came_while_the_results_were_on_notice(
    stage: Stage, late_by: int
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    supervisor, last = stage.holder(Role.SUPERVISOR), racing.race_stage.notice_to
    assert last is not None
    stage.at(stage.now + timedelta(days=14))
    paper = {**written(stage), "received_on": (last + timedelta(days=late_by)).isoformat()}
    if late_by:
        reasons = stage.refused(racing.race_stage, "admit_objection", supervisor, **paper)
        assert "stage_objection_in_period" in reasons
    else:
        stage.moved(racing.race_stage, "admit_objection", supervisor, **paper)
        assert racing.race_stage.state == "objection"


def upheld_to_scores(racing: Racing) -> ReviewGroup:
    """The panel that judged; its scores are void now."""
    objected(racing)
    first = racing.race_stage.group
    assert first is not None
    racing.stage.moved(
        racing.race_stage, "uphold_objection_to_scores", racing.decision_maker, **RULING
    )
    return first


def test_an_objection_upheld_against_the_scores_has_another_panel_score_all_teams_anew(
    stage: Stage,
) -> None:
    racing = started(stage)
    first = upheld_to_scores(racing)
    assert (racing.race.state, racing.race_stage.state) == ("checkpoint", "assessing")
    assert racing.race_stage.group is None
    assert result(racing, "A").score is None
    assert all(item.voided_at for item in first.items), "kept on record, marked void"
    assert "stage_panel_problems" in stage.refused(
        racing.race_stage, "draft_result", racing.officer
    )
    panel(racing, {"A": 55, "B": 80, "C": 90})
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    published(racing)
    decided(racing)
    assert racing.states == "A:eliminated B:racing C:racing D:reserve"
    kept(racing)


def test_nobody_of_the_panel_whose_scores_were_voided_is_drawn_for_the_next(stage: Stage) -> None:
    racing = started(stage)
    first = upheld_to_scores(racing)
    fresh = {expert(stage.session).id for _ in range(3)}
    stage.session.commit()
    group = checkpoints.form_panel(stage.session, racing.race_stage, racing.officer, stage.now)
    assert not isinstance(group, Problems)
    assert "重新考核" in group.name
    kept_out = {x.id for x in fixed_pool(group).excluded if "former_panel" in x.reasons}
    assert kept_out >= {seat.expert_id for seat in first.seats}
    assert not kept_out & fresh


def test_a_stage_is_assessed_again_by_another_panel_once_only(stage: Stage) -> None:
    racing = started(stage)
    upheld_to_scores(racing)
    panel(racing, {"A": 55, "B": 80, "C": 90})
    stage.moved(racing.race_stage, "draft_result", racing.officer)
    supervisor = stage.holder(Role.SUPERVISOR)
    reasons = stage.refused(racing.race_stage, "order_new_panel", supervisor, evidence="计分有误。")
    assert set(reasons) == {"stage_assessed_again_at_most_once"}


def test_a_fault_proven_before_the_notice_has_another_panel_too(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(racing.race_stage, "order_new_panel", supervisor, evidence="专家未申报回避。")
    assert racing.race_stage.state == "assessing"
    assert (racing.race_stage.group, result(racing, "A").proposed) == (None, None)
    reasons = stage.refused(
        racing.race_stage, "order_new_panel", supervisor, evidence="专家未申报回避。"
    )
    assert "stage_scores_are_locked" in reasons, "no scores are there to be voided"
