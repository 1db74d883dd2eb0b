"""A checkpoint is one field, one panel, one decision, one document (R4-R10, I8, I9)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.services.races import outcomes
from app.services.races.board import awaited
from app.services.races.evidence import grace_ends
from app.services.races.outcomes import Draft
from app.worker.context import Context
from tests.services.at_once import act, at_once, keys
from tests.services.race_course import (
    assessed,
    hand_in,
    paid_up,
    published,
    result,
    to_checkpoint,
    wait_for_appeals,
)
from tests.services.racing import ROUTES, WAN, Racing, kept, letters, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day
from workflows.engine.decide import Refusals
from workflows.roles import Role

ALL_LATER = {**MINUTES, "days": "60", "reason": "全部低于保持线。"}


def test_with_every_team_below_the_line_nobody_is_eliminated(stage: Stage) -> None:
    """Item 15."""
    racing = started(stage)
    assessed(racing, {"A": 55, "B": 40, "C": 30})
    assert {result(racing, lane).proposed for lane in "ABC"} == {"hold"}
    reasons = stage.refused(racing.race_stage, "publish_result", racing.officer)
    assert "各队均低于保持线，不得淘汰" in reasons["stage_outcome_breaches"].zh
    stage.signed(racing.race, "extend_all", racing.officer, **ALL_LATER)
    stage.moved(racing.race, "extend_all", racing.decision_maker)
    assert racing.states == "A:racing B:racing C:racing D:reserve"
    assert racing.race.state == "running"
    kept(racing)


def test_a_checkpoint_that_is_called_again_is_notified_again_with_its_new_date(
    stage: Stage,
) -> None:
    """R4: nobody is left with a notice that names a date of the past."""
    racing = started(stage)
    assessed(racing, {"A": 55, "B": 40, "C": 30})
    stage.signed(racing.race, "extend_all", racing.officer, **ALL_LATER)
    stage.moved(racing.race, "extend_all", racing.decision_maker)
    to_checkpoint(racing)
    assert racing.race.state == "checkpoint"
    assert letters(racing, "checkpoint_notice") == 2


def rule_out(racing: Racing, lane: str, reason: str = "评委意见。") -> None:
    """The officer drafts the end of a team against the rules."""
    drafts = {racing.team(lane).id: Draft("eliminate", reason)}
    answer = outcomes.save(
        racing.stage.session, racing.race_stage, drafts, racing.officer, racing.stage.now
    )
    assert answer is None
    racing.stage.session.flush()


def test_no_decision_kills_the_last_runner(stage: Stage) -> None:
    """Item 16: refused with the arithmetic; the best-ranked would-be loser is held instead."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 80, "C": 78})
    for lane in "AB":
        racing.team(lane).cost_to_finish = 9000 * WAN
    stage.session.flush()
    rule_out(racing, "C")
    reasons = stage.refused(racing.race_stage, "publish_result", racing.officer)
    words = reasons["stage_outcome_breaches"].zh
    assert "没有团队还能冲线" in words
    assert "9,000.00 万元" in words
    stage.moved(racing.race_stage, "keep_runner", racing.officer)
    assert result(racing, "C").proposed == "hold"
    assert result(racing, "C").ground == "last_runner"
    assert "保底" in result(racing, "C").reason["zh"]
    published(racing)


def test_whom_the_rules_let_go_on_is_not_held_as_a_last_runner(stage: Stage) -> None:
    """Item 16: it was never to be eliminated; the rules stand again, and can take effect."""
    racing = started(stage, ROUTES[:2], cost=500)
    assessed(racing, {"A": 80, "B": 62})
    racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    rule_out(racing, "A")
    stage.refused(racing.race_stage, "publish_result", racing.officer)
    stage.moved(racing.race_stage, "keep_runner", racing.officer)
    assert result(racing, "A").proposed == "advance"
    assert "本应淘汰" not in result(racing, "A").reason["zh"]
    published(racing)


def test_a_departure_says_what_the_rules_say_and_its_reason_can_be_amended(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 80, "C": 78})
    by_rule = dict(result(racing, "C").reason)
    assert "技术路线独有：保持观察" in by_rule["zh"]
    for reason in ("与 A 队重复。", "与 A 队目标重复，见会议记录。"):
        rule_out(racing, "C", reason)
        words = result(racing, "C").reason
        assert words["zh"] == f"{by_rule['zh']}。偏离规则结论，改为“淘汰”，理由：{reason}"
        assert words["en"].startswith(
            f"{by_rule['en']}. Departs from the rule-based outcome: changed to “Eliminated”"
        )
    drafts = {racing.team("C").id: Draft("hold")}
    outcomes.save(stage.session, racing.race_stage, drafts, racing.officer, stage.now)
    assert result(racing, "C").reason == by_rule


def test_a_stage_is_decided_for_all_teams_at_once_in_one_document(stage: Stage) -> None:
    """I9: and never before notice and appeals are over."""
    racing = started(stage)
    paid_up(racing)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:elim_pending D:reserve"
    assert racing.told("stage_results_published") == "ABC", "each may object while it is on notice"
    reasons = stage.refused(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    assert {"stage_notice_is_over", "stage_appeals_are_over"} <= reasons.keys()
    assert str(racing.race_stage.notice_to) in reasons["stage_notice_is_over"].zh
    wait_for_appeals(racing)
    due = racing.race_stage.due_at
    assert due is not None
    assert due > stage.now, "nobody is late on the day it may be decided"
    stage.moved(racing.race_stage, "decide", racing.decision_maker, **MINUTES)
    assert racing.states == "A:racing B:racing C:eliminated D:reserve"
    assert racing.team("A").due_at is None, "nothing is asked of it until the next stage begins"
    assert letters(racing, "stage_decision") == 1
    assert letters(racing, "elimination_letter") == 1
    kept(racing)


def test_the_board_says_whose_evidence_is_awaited_and_until_when(stage: Stage) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    hand_in(racing, "A")
    due = end_of_day(racing.race_stage.due_on)
    assert evidence_awaited(racing) == ("B、C 队提交佐证", due)
    stage.clock.move_to(due)
    what, closes = evidence_awaited(racing)
    assert what.startswith("B、C 队逾期未提交佐证")
    assert closes == grace_ends(stage.session, racing.race_stage)
    for lane in "BC":
        hand_in(racing, lane)
    assert evidence_awaited(racing) == ("各队均已提交佐证，待考核", closes)


def evidence_awaited(racing: Racing) -> tuple[str, datetime | None]:
    rows = awaited(racing.stage.session, racing.race, racing.stage.now, frozenset())
    return next((one.what.zh, one.due_at) for one in rows if one.label.zh == "第1节点")


def test_no_evidence_by_the_end_of_grace_is_a_zero(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 80}, missing=("C",))
    assert result(racing, "C").score == 0
    assert result(racing, "C").proposed == "eliminate"


def test_evidence_after_the_grace_is_refused(stage: Stage) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    team = racing.team("A")
    result(racing, "A").evidence = "节点报告。"
    stage.session.commit()
    stage.clock.move_to(end_of_day(racing.race_stage.due_on + timedelta(days=10)))
    reasons = stage.refused(team, "submit_evidence", racing.pi("A"))
    assert "team_checkpoint_is_open" in reasons


def test_all_teams_stand_on_the_same_terms_and_a_changed_one_is_refused(stage: Stage) -> None:
    """I8: whatever moves next, the door sees that the field is no longer level."""
    racing = started(stage)
    to_checkpoint(racing)
    terms = dict(result(racing, "B").terms) | {"deadline": "2030-01-01"}
    result(racing, "B").terms = terms
    team = racing.team("A")
    result(racing, "A").evidence = "节点报告。"
    stage.session.commit()
    reasons = stage.refused(team, "submit_evidence", racing.pi("A"))
    assert "考核条件不一致" in reasons["race_I8"].zh


def test_of_two_who_decide_a_stage_at_once_one_decides(stage: Stage, context: Context) -> None:
    """Item 24."""
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    wait_for_appeals(racing)
    race_stage = racing.race_stage
    first, second = (
        act(stage, race_stage, "decide", stage.holder(Role.DECISION_MAKER, which), **MINUTES)
        for which in ("first", "second")
    )
    one, two = at_once(stage, context, first, second)
    assert not isinstance(one, Refusals)
    assert keys(two) == {"state_has_changed"}
    assert letters(racing, "stage_decision") == 1
    kept(racing)


def test_the_officer_who_drafted_the_outcomes_cannot_decide_them(stage: Stage) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    published(racing)
    wait_for_appeals(racing)
    reasons: dict[str, Any] = stage.refused(racing.race_stage, "decide", racing.officer, **MINUTES)
    assert "role_required" in reasons
