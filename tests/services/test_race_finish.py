"""How a race ends: at the line, ahead of time, or without a finish (R19-R22)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Letter, MetricReading, Payment, Project
from app.queries.attention.waiting import waiting_for
from app.services.door.awaiting import turn_of
from app.services.races.board import awaited
from app.services.races.claims import claim_until
from tests.services.race_course import in_final, measured, nobody_can_finish
from tests.services.racing import (
    WAN,
    kept,
    letters,
    started,
)
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import end_of_day
from workflows.engine.decide import Refusals, Turn
from workflows.hands import DECIDES, OFFICER


def test_two_cross_and_the_first_valid_pass_wins(stage: Stage) -> None:
    racing = in_final(stage)
    today = racing.race_stage.due_on
    measured(racing, "A", "405", today + timedelta(days=1))
    measured(racing, "B", "430", today)
    reasons = stage.refused(racing.race_stage, "draft_result", racing.officer)
    assert reasons.keys() == {"stage_is_no_final"}, "no panel is wanted either"
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    assert racing.states == "A:runner_up B:finished C:not_finished"
    assert letters(racing, "crossing_certificate") == 2
    prizes = {
        p.basis_label: p.amount
        for p in stage.session.scalars(select(Payment).where(Payment.basis == "prize"))
    }
    assert prizes == {"冲线奖励（A队）": 36 * WAN, "冲线奖励（B队）": 84 * WAN}
    kept(racing)


def test_nobody_crosses_one_extension_then_the_fault_of_every_team_is_found(
    stage: Stage,
) -> None:
    racing = in_final(stage)
    measured(racing, "A", "390")
    measured(racing, "B", "300")
    end = {**MINUTES, "finding": "未达标。", "report": "未冲线。"}
    reasons = stage.refused(racing.race, "end_without_finish", racing.decision_maker, **end)
    assert "race_no_extension_is_owed" in reasons
    stage.moved(racing.race, "extend_final", racing.decision_maker, **MINUTES, days="120")
    assert racing.race.state == "running"
    assert racing.told("final_extended") == "AB"
    kept(racing)
    stage.at(end_of_day(racing.race_stage.due_on) + timedelta(days=2))
    measured(racing, "A", "395")
    measured(racing, "B", "300")
    stage.moved(racing.race, "end_without_finish", racing.decision_maker, **end)
    assert racing.race.state == "no_finish"
    states = set(stage.session.scalars(select(Project.state)))
    assert states == {"fault_review"}
    kept(racing)


def test_a_claim_during_a_rescue_is_told_to_the_others_as_any_other(stage: Stage) -> None:
    racing = started(stage)
    nobody_can_finish(racing)
    assert racing.race.state == "rescue"
    stage.moved(racing.team("A"), "claim_finish", racing.pi("A"), evidence="已达 401 Wh/kg。")
    assert racing.told("finish_may_be_claimed") == "ABC"


def test_a_claim_waits_for_the_others_and_leads_into_the_final(stage: Stage) -> None:
    racing = started(stage)
    stage.moved(racing.team("B"), "claim_finish", racing.pi("B"), evidence="已达 401 Wh/kg。")
    assert racing.told("finish_may_be_claimed") == "ABC"
    until = claim_until(racing.stage.session, racing.race)
    assert until is not None
    assert ("已有团队申请，其他团队可跟进", until) in [
        (one.what.zh, one.due_at) for one in awaited(stage.session, racing.race, stage.now, OFFICER)
    ]
    stage.at(stage.now + timedelta(days=20))
    assert racing.race.state == "running"
    stage.at(stage.now + timedelta(days=12))
    assert racing.race.state == "final"
    assert racing.states == "A:at_checkpoint B:at_checkpoint C:at_checkpoint D:reserve"
    kept(racing)


def test_the_final_waits_for_the_tests_of_every_team_and_then_for_the_meeting(
    stage: Stage,
) -> None:
    racing = in_final(stage)
    turn = turn_of(stage.session, racing.race, stage.now)
    assert turn.hands == OFFICER
    assert turn.lacking is not None
    assert "A、B" in turn.lacking.zh
    of_stage = turn_of(stage.session, racing.race_stage, stage.now)
    assert of_stage.hands == frozenset(), "the race goes on, and not its stage"
    assert racing.race in waiting_for(stage.session, racing.officer, stage.now).page.rows
    decider = racing.decision_maker
    assert racing.race not in waiting_for(stage.session, decider, stage.now).page.rows
    for lane in "AB":
        measured(racing, lane, "390")
    stage.session.commit()
    assert turn_of(stage.session, racing.race, stage.now) == Turn(DECIDES)
    assert racing.race in waiting_for(stage.session, decider, stage.now).page.rows


def test_days_beyond_what_the_rules_allow_are_refused_beside_what_was_typed(
    stage: Stage,
) -> None:
    racing = in_final(stage)
    for lane in "AB":
        measured(racing, lane, "390")
    for typed in ("181", "0", "半年"):
        answer = stage.take(
            racing.race, "extend_final", racing.decision_maker, **MINUTES, days=typed
        )
        assert isinstance(answer, Refusals)
        assert [refusal.ask for refusal in answer.reasons] == ["days"]


def test_the_report_of_a_race_without_a_finish_tells_how_far_each_team_came(stage: Stage) -> None:
    racing = in_final(stage)
    for lane, value in (("A", "250"), ("B", "240")):
        measured(racing, lane, value)
    words = {**MINUTES, "finding": "均未达到。", "report": "未冲线。"}
    stage.moved(racing.race, "end_without_finish", racing.decision_maker, **words)
    report = select(Letter.payload).where(Letter.letter_kind == "no_finish_report")
    [table] = [b for b in stage.session.scalars(report).one()["blocks"] if "rows" in b]
    assert [(row[0], *row[3:]) for row in table["rows"]] == [
        ("A", "能量密度 250 Wh/kg", "未冲线"),
        ("B", "能量密度 240 Wh/kg", "未冲线"),
    ], "and not of the reserve, which never raced"


def test_what_a_team_showed_in_the_final_stands_in_the_rows_of_its_metrics(stage: Stage) -> None:
    racing = in_final(stage)
    for lane, value in (("A", "405"), ("B", "380")):
        measured(racing, lane, value)
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    for lane, steps in (
        ("A", [("accepted", "405"), ("measured", "405")]),
        ("B", [("measured", "380")]),
    ):
        of_project = MetricReading.project_id == racing.project(lane).id
        found = select(MetricReading.step, MetricReading.value).where(
            of_project, MetricReading.step.in_(("measured", "accepted"))
        )
        assert sorted(tuple(row) for row in stage.session.execute(found)) == steps
