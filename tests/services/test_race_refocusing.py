"""The target is focused anew for all teams, and called with its full notice (R13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.services.races import refocusing
from tests.services.race_course import (
    assessed,
    decided,
    published,
    reallocated,
    through_stage,
    to_checkpoint,
)
from tests.services.racing import kept, letters, retarget, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day, last_day, local_date
from workflows.parameters import DEFAULTS


def test_a_refocus_is_the_same_version_for_all_and_never_inside_a_checkpoint(stage: Stage) -> None:
    racing = started(stage)
    reasons = stage.refused(racing.race, "propose_refocus", racing.officer, finding="提高。")
    assert "race_stage_has_results" in reasons
    through_stage(racing, {"A": 88, "B": 80, "C": 76})
    line = [{**racing.race.finish_line[0], "target": "420"}]
    racing.race.new_target, racing.race.new_line = "能量密度提高到 420 Wh/kg。", line
    stage.session.flush()
    stage.moved(racing.race, "propose_refocus", racing.officer, finding="节点结果优于预期。")
    stage.moved(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    assert (racing.race.state, racing.race.target_version) == ("running", 2)
    assert racing.race.finish_line[0]["target"] == "420"
    assert letters(racing, "target_adjustment") == 1
    assert racing.told("target_adjusted") == "ABC"
    kept(racing)
    racing.race.new_target, racing.race.new_line = "再提高。", line
    to_checkpoint(racing)
    reasons = stage.refused(racing.race, "propose_refocus", racing.officer, finding="再提高。")
    assert "race_everybody_is_below" in reasons


def test_each_refocus_of_a_stage_is_notified(stage: Stage) -> None:
    """R13: two new targets in one stage are two notices, each an annex of the contracts."""
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 80, "C": 76})
    for target in ("420", "430"):
        line = [{**racing.race.finish_line[0], "target": target}]
        retarget(racing, f"能量密度提高到 {target} Wh/kg。", line)
        stage.session.flush()
        stage.moved(racing.race, "propose_refocus", racing.officer, finding="优于预期。")
        stage.moved(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    assert (racing.race.target_version, letters(racing, "target_adjustment")) == (3, 2)


def test_a_weaker_target_is_decided_after_its_public_notice_only(stage: Stage) -> None:
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 80, "C": 76})
    racing.race.new_target = "能量密度达到 380 Wh/kg。"
    racing.race.new_line = [{**racing.race.finish_line[0], "target": "380"}]
    stage.session.flush()
    stage.moved(racing.race, "propose_refocus", racing.officer, finding="材料极限。")
    reasons = stage.refused(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    ends_at = refocusing.notice_ends_at(stage.session, racing.race)
    assert ends_at is not None
    until = last_day(ends_at).isoformat()
    assert f"公示至 {until} 止" in reasons["race_weaker_target_was_publicised"].zh
    stage.at(stage.now + timedelta(days=12))
    stage.moved(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    assert racing.race.target_version == 2


@pytest.mark.parametrize(
    ("move", "given"),
    [("adopt_refocus", MINUTES), ("drop_refocus", {**MINUTES, "reason": "维持原目标。"})],
)
def test_however_late_a_refocus_is_decided_the_checkpoint_is_called_with_its_full_notice(
    stage: Stage, move: str, given: dict[str, str]
) -> None:
    """R4: no team misses a deadline while the target waits for the office."""
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 80, "C": 76})
    line = [{**racing.race.finish_line[0], "target": "420"}]
    retarget(racing, "能量密度提高到 420 Wh/kg。", line)
    stage.session.flush()
    stage.moved(racing.race, "propose_refocus", racing.officer, finding="优于预期。")
    stage.at(end_of_day(racing.race_stage.due_on + timedelta(days=40)))
    stage.moved(racing.race, move, racing.decision_maker, **given)
    stage.at(stage.now + timedelta(minutes=1))
    notice = racing.race_stage.due_on - local_date(stage.now)
    assert notice.days >= DEFAULTS["race_call_days"]
    assert racing.states == "A:racing B:racing C:held D:reserve"
    kept(racing)


def test_however_late_a_pool_is_shared_the_next_checkpoint_has_its_full_notice(
    stage: Stage,
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 80, "C": 76})
    published(racing)
    decided(racing)
    stage.at(end_of_day(racing.race.stages[1].due_on + timedelta(days=40)))
    reallocated(racing)
    stage.at(stage.now + timedelta(minutes=1))
    notice = racing.race_stage.due_on - local_date(stage.now)
    assert notice.days >= DEFAULTS["race_call_days"]
    assert racing.states == "A:racing B:racing C:held D:reserve"
    kept(racing)


def test_with_every_team_below_the_line_a_new_target_calls_the_test_again(stage: Stage) -> None:
    """R16."""
    racing = started(stage)
    assessed(racing, {"A": 55, "B": 40, "C": 30})
    line = [{**racing.race.finish_line[0], "target": "420"}]
    retarget(racing, "聚焦能量密度。", line)
    stage.moved(racing.race, "propose_refocus", racing.officer, finding="循环寿命暂缓。")
    stage.moved(racing.race, "adopt_refocus", racing.decision_maker, **MINUTES)
    assert (racing.race.state, racing.race_stage.state) == ("running", "open")
    assert racing.states == "A:racing B:racing C:racing D:reserve"
    assert racing.race_stage.due_on > local_date(stage.now)
    assert letters(racing, "target_adjustment") == 1
    kept(racing)
