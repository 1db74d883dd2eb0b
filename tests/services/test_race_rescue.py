"""What leaves, and what brings a race back above its floor (R15, R17, R18, I1, I2)."""

from __future__ import annotations

from datetime import timedelta

from app.services.races.books import books_of
from app.services.races.ways_out import ways_out
from tests.services.race_course import leave, paid_up, through_stage
from tests.services.racing import ROUTES, WAN, kept, letters, sign, started
from tests.services.stage import MINUTES, Stage
from workflows.parameters import DEFAULTS
from workflows.roles import Role


def test_who_leaves_before_any_notice_returns_what_was_not_paid(stage: Stage) -> None:
    racing = started(stage)
    leave(racing, "C")
    assert racing.race.state == "running"
    assert ways_out(stage.session, racing.race, stage.now) == ()
    books = books_of(stage.session, racing.race)
    assert books.teams[racing.team("C").id].committed == 0
    assert books.uncommitted == (1200 - 240) * WAN
    kept(racing)


def test_a_broken_floor_means_a_rescue_in_the_same_commit(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    assert racing.states == "A:racing B:withdrawn C:reserve"
    assert racing.race.state == "rescue"
    reasons = stage.refused(racing.race, "end_rescue", racing.officer)
    assert "在赛团队仅 1 支" in reasons["race_shortfall"].zh
    open_ways: list[str] = []
    closed: list[str] = []
    for way in ways_out(stage.session, racing.race, stage.now):
        (closed if way.refusals else open_ways).append(way.label.zh)
        assert way.hands == {Role.DECISION_MAKER}
    assert open_ways == ["备选递补", "补充征集团队", "认定目标已被他方实现"]
    assert closed == ["降低下限为一个团队", "救援失败，终止赛事"]
    reasons = stage.refused(
        racing.race,
        "fail_rescue",
        racing.decision_maker,
        **MINUTES,
        finding="无",
        report="无",
    )
    assert "race_nobody_can_finish" in reasons
    kept(racing)


def test_a_reserve_that_has_signed_joins_and_ends_the_rescue(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    reserve = next(a for a in racing.applied if a.proposal.id == racing.team("C").proposal_id)
    reasons = stage.refused(racing.team("C"), "join", racing.officer)
    assert "team_has_signed" in reasons
    row = stage.moved(
        reserve.proposal, "promote", racing.decision_maker, **MINUTES, reason="启用候补。"
    )
    reserve.proposal.state = "approved"
    sign(racing, reserve, row.history_id)
    stage.moved(racing.team("C"), "join", racing.officer)
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert racing.states == "A:racing B:withdrawn C:racing"
    assert books_of(stage.session, racing.race).teams[racing.team("C").id].committed > 0
    kept(racing)


def test_the_team_eliminated_last_is_revived_with_its_consent(stage: Stage) -> None:
    racing = started(stage)
    paid_up(racing)
    through_stage(racing, {"A": 88, "B": 76, "C": 54})
    racing.team("A").cost_to_finish = racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    route = racing.team("A").route
    stage.moved(route, "find_infeasible", racing.decision_maker, **MINUTES, finding="路线不可行。")
    assert racing.race.state == "rescue"
    stage.signed(racing.team("C"), "revive", racing.pi("C"), reason="同意复活。")
    stage.moved(racing.team("C"), "revive", racing.decision_maker)
    assert racing.team("C").state == "racing"
    kept(racing)


def test_the_floor_is_waived_only_after_a_supplementary_entry(stage: Stage) -> None:
    racing = started(stage, ROUTES[:2])
    leave(racing, "B")
    waive = {**MINUTES, "reason": "补充征集无人响应。"}
    reasons = stage.refused(racing.race, "waive_floor", racing.decision_maker, **waive)
    assert "race_supplementary_entry_was_tried" in reasons
    stage.moved(racing.race, "open_supplementary_entry", racing.decision_maker, **waive)
    reasons = stage.refused(racing.race, "waive_floor", racing.decision_maker, **waive)
    assert "race_supplementary_entry_was_tried" in reasons
    stage.at(stage.now + timedelta(days=DEFAULTS["race_supplementary_days"] + 1))
    stage.moved(racing.race, "waive_floor", racing.decision_maker, **waive)
    stage.moved(racing.race, "end_rescue", racing.officer)
    assert (racing.race.state, racing.race.rescues) == ("running", 1)
    kept(racing)


def test_a_route_found_infeasible_leads_into_a_rescue_when_nobody_else_can_finish(
    stage: Stage,
) -> None:
    racing = started(stage, ROUTES[:2])
    racing.team("B").cost_to_finish = 9000 * WAN
    stage.session.flush()
    route = racing.team("A").route
    stage.moved(
        route, "find_infeasible", racing.decision_maker, **MINUTES, finding="界面副反应不可控。"
    )
    assert racing.race.state == "rescue"
    stage.moved(
        racing.race,
        "fail_rescue",
        racing.decision_maker,
        **MINUTES,
        finding="无可行团队。",
        report="路线不可行，余款退回。",
    )
    assert racing.race.state == "no_finish"
    assert racing.states == "A:not_finished B:not_finished C:not_finished"
    assert letters(racing, "no_finish_report") == 1
    kept(racing)
