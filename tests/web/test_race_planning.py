"""The plan of a race and its call: written by an officer, complete before anybody is consulted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from app.models import Call
from app.services.calls.drafting import blank
from app.services.calls.drafting import draft as draft_call
from app.services.calls.drafting import edit as edit_call
from app.services.problems import Problems
from tests.conftest import SignInAs
from tests.factories import official, programme
from tests.services.racing import WAN, drafted
from tests.services.stage import MINUTES, Stage
from tests.web.test_race_pages import text
from workflows.engine.calendar import deadline_words, end_of_day, local_date
from workflows.parameters import defaults_of
from workflows.roles import Role


def test_an_officer_writes_the_plan_of_a_race(stage: Stage, sign_in: SignInAs) -> None:
    officer = official(stage.session, Role.PROGRAMME_OFFICER)
    written = blank("parallel_teams", 2026)
    call = draft_call(
        stage.session,
        programme(stage.session),
        "parallel_teams",
        replace(written, title="赛题", budget=1200 * WAN),
        officer,
        stage.now,
    )
    assert isinstance(call, Call), call
    stage.session.commit()
    client = sign_in(officer)
    path = f"/races/of-call/{call.id}/plan"
    text(client, path)
    answer = client.post(path, data={"target": "目标", "finish_line": "能量密度很高"})
    assert answer.status_code == 422
    assert "无法识别“能量密度很高”" in answer.text
    typed = {"target": "目标", "finish_line": "能量密度 ≥ 400 Wh/kg", "loser_rule": "归其所有"}
    whole = typed | {"converge_at": "1", "formula": "base_merit"}
    answer = client.post(path, data=whole | {"stages-0-protocol": "同一测试台"})
    assert answer.status_code == 422
    assert "请填写“经费”" in answer.text, "a stage without money was typed, and is not dropped"
    assert "同一测试台" in answer.text
    answer = client.post(path, data=whole | {"stages-0-pool": "360", "stages-0-quota": "2"})
    assert "请填写“佐证截止日期”" in answer.text
    stages = {"stages-0-pool": "360", "stages-0-quota": "2", "stages-0-due_on": "2027-09-01"}
    last = {"stages-1-pool": "840", "stages-1-due_on": "2028-09-01"}
    saved = client.post(path, data=whole | stages | last)
    assert saved.status_code == 303
    assert "已保存。" in client.get(saved.headers["Location"]).text


def test_a_race_is_written_to_its_end_before_anybody_is_consulted_on_it(stage: Stage) -> None:
    race = drafted(stage)
    call = race.call
    race.loser_rule, race.stages[0].protocol = "", ""
    reasons = stage.refused(call, "submit_for_consult", call.drafted_by)
    lacking = "赛题方案的第 1 节点测试规程、未胜出团队的知识产权与数据规则。"
    assert lacking in reasons["guide_complete"].zh, "the plan is named once, and last"
    race.loser_rule, race.stages[0].protocol = "归其所有", "同一测试台"
    assert call.close_at is not None
    race.stages[0].due_on = local_date(call.close_at)
    reasons = stage.refused(call, "submit_for_consult", call.drafted_by)
    assert "晚于申报截止" in reasons["guide_complete"].zh


def test_what_the_plan_of_a_race_lacks_reads_as_a_sentence_in_english(stage: Stage) -> None:
    race = drafted(stage, rules=defaults_of("parallel_teams"))
    race.target = ""
    call = race.call
    call.contact, call.contact_phone = "张", "1"
    reasons = stage.refused(call, "submit_for_consult", call.drafted_by)
    assert reasons["guide_complete"].en == (
        "The call is incomplete. Missing: in the race plan: the final target."
    )


def test_numbers_of_an_old_draft_that_contradict_each_other_are_named_before_its_consultation(
    stage: Stage,
) -> None:
    """They were saved before the form refused them."""
    rules = defaults_of("parallel_teams") | {"min_valid": 1, "race_hold_line": 76}
    call = drafted(stage, rules=rules).call
    words = stage.refused(call, "submit_for_consult", call.drafted_by)["guide_complete"].zh
    assert "合规的“有效申报数下限”取值（不得少于入围团队下限）" in words
    assert "取值（不得高于晋级线）" in words
    call.rules = defaults_of("parallel_teams")
    call.contact, call.contact_phone = "张", "1"
    stage.moved(call, "submit_for_consult", call.drafted_by)


def test_the_window_of_an_approved_race_ends_before_its_first_stage_is_due(stage: Stage) -> None:
    """Nobody may write its plan any more."""
    race = drafted(stage)
    call, due = race.call, race.stages[0].due_on
    call.state = "approved"
    opens = stage.now + timedelta(days=1)

    def window(last: date) -> dict[str, str]:
        return {
            "new_open_at": opens.isoformat(),
            "new_close_at": (end_of_day(last) - timedelta(hours=7)).isoformat(),
        }

    reasons = stage.refused(call, "set_window", call.drafted_by, **window(due))
    assert reasons.keys() == {"new_close_before_first_stage"}
    assert str(due) in reasons["new_close_before_first_stage"].zh
    stage.moved(call, "set_window", call.drafted_by, **window(due - timedelta(days=1)))


def test_an_open_race_is_extended_up_to_the_day_before_its_first_stage_is_due(
    stage: Stage,
) -> None:
    race = drafted(stage)
    call, due = race.call, race.stages[0].due_on
    call.state, call.rules = "open", defaults_of("parallel_teams")
    call.close_at = stage.now + timedelta(days=1)
    decider = stage.holder(Role.DECISION_MAKER)

    def until(last: date) -> dict[str, str]:
        closes = (end_of_day(last) - timedelta(hours=7)).isoformat()
        return {**MINUTES, "reason": "网络故障。", "new_close_at": closes}

    reasons = stage.refused(call, "amend", call.drafted_by, **until(due))
    assert reasons.keys() == {"new_close_before_first_stage"}
    allowed = until(due - timedelta(days=1))
    stage.signed(call, "amend", call.drafted_by, **allowed)
    stage.moved(call, "amend", decider, **allowed)
    assert local_date(call.close_at) == due - timedelta(days=1)


def test_the_stages_of_a_paused_race_move_with_its_close(stage: Stage) -> None:
    """However long it stood, entries close before the first stage is due."""
    race = drafted(stage)
    call, dues = race.call, [one.due_on for one in race.stages]
    call.state, call.rules = "open", defaults_of("parallel_teams")
    call.close_at = stage.now + timedelta(days=30)
    before, ends_on = call.close_at, race.ends_on
    decider = stage.holder(Role.DECISION_MAKER)
    stage.moved(call, "pause", decider, **MINUTES, reason="上级计划调整。")
    stage.at(end_of_day(dues[0]))
    stage.moved(call, "resume", decider, **MINUTES, reason="调整完毕。")
    moved = local_date(call.close_at) - local_date(before)
    assert moved > timedelta(days=30)
    assert [one.due_on - moved for one in race.stages] == dues
    assert ends_on is not None
    assert race.ends_on == ends_on + moved
    assert local_date(call.close_at) < race.stages[0].due_on


def test_an_approved_race_whose_first_stage_is_due_before_its_close_is_published_all_the_same(
    stage: Stage,
) -> None:
    """As one that was approved before anybody asked: its plan can no longer be mended."""
    race = drafted(stage)
    call = race.call
    call.state, call.contact, call.contact_phone = "approved", "张", "1"
    call.open_at = stage.now + timedelta(days=1)
    call.close_at = end_of_day(race.stages[0].due_on)
    stage.moved(call, "publish", call.drafted_by)
    assert race.state == "posted"


def test_the_pool_of_a_race_is_the_budget_of_its_call_however_late_that_is_changed(
    stage: Stage,
) -> None:
    race = drafted(stage)
    written = replace(
        blank("parallel_teams", 2026), title="赛题", budget=race.pool + WAN, planned_awards=2
    )
    assert (
        edit_call(
            stage.session, race.call, written, race.call.revision, race.call.drafted_by, stage.now
        )
        is None
    )
    assert race.pool == race.call.budget
    reasons = stage.refused(race.call, "submit_for_consult", race.call.drafted_by)
    assert "应等于经费总额 1,201.00 万元" in reasons["guide_complete"].zh


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ({"min_valid": 1}, "min_valid"),
        ({"race_hold_line": 76}, "race_hold_line"),
        ({"race_merit_percent": 61}, "race_merit_percent"),
        ({"race_routes_least": 3, "race_teams_most": 2}, "race_routes_least"),
        ({"race_teams_least": 3, "race_teams_most": 2, "min_valid": 3}, "race_teams_most"),
    ],
)
def test_numbers_of_a_race_do_not_contradict_each_other(
    stage: Stage, rules: dict[str, int], wrong: str
) -> None:
    race = drafted(stage)
    usual = blank("parallel_teams", 2026)
    assert usual.rules["min_valid"] == 2, "nobody races alone (C9)"
    written = replace(usual, title="赛题", rules={**usual.rules, **rules})
    refused = edit_call(
        stage.session, race.call, written, race.call.revision, race.call.drafted_by, stage.now
    )
    assert isinstance(refused, Problems)
    assert refused.by_field.keys() == {f"rule_{wrong}"}


def test_a_race_and_its_call_lead_to_each_other_and_say_until_when_teams_enter(
    stage: Stage, client: FlaskClient
) -> None:
    race = drafted(stage)
    race.state, race.call.state, race.call.title_en = "posted", "open", "Cells"
    stage.session.commit()
    board, call = f"/races/{race.id}", f"/calls/{race.call_id}"
    assert f'href="{board}"' in text(client, call)
    page = text(client, board)
    assert f'href="{call}"' in page
    assert race.call.close_at is not None
    assert deadline_words(race.call.close_at) in page
    assert "登录后申报" in page
    assert "<h1>Cells</h1>" in text(client, f"{board}?lang=en")
    client.get(f"{board}?lang=zh_Hans_CN")
    race.call.state = "recommending"
    stage.session.commit()
    assert "登录后申报" not in text(client, board)
