"""How a race ends: at the line, ahead of time, or without a finish (R19-R22)."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.models import Payment, Project
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
from workflows.hands import OFFICER


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
