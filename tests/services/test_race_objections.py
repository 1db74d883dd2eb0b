"""An objection to the results of a stage: looked into, rejected, or upheld (§3.4, P15-P17)."""

from __future__ import annotations

from tests.played import played_once
from tests.services.race_course import assessed, decided, leave, measured, published
from tests.services.racing import Racing, kept, started
from tests.services.stage import MINUTES, Stage
from workflows.roles import Role

RULING = {**MINUTES, "reason": "B 队检测样品与送检登记不符。"}


@played_once
def objected(racing: Racing) -> None:
    """C is to be stopped after stage 1, and has appealed, when an objection is admitted."""
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    stage = racing.stage
    stage.moved(racing.team("C"), "file_appeal", racing.pi("C"), evidence="检测有误。")
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(racing.race_stage, "admit_objection", supervisor, evidence="样品登记单。")
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
