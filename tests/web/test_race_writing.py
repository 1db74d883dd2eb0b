"""What is typed on the pages of a race: its plan, routes, evidence, tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.models import Call, RaceEntry
from app.services.calls.drafting import blank
from app.services.calls.drafting import draft as draft_call
from app.services.calls.drafting import edit as edit_call
from app.services.problems import Problems
from tests.conftest import SignInAs
from tests.factories import grant, official, person, programme, proposal
from tests.services.race_course import (
    assessed,
    to_checkpoint,
)
from tests.services.racing import WAN, drafted, started
from tests.services.stage import Stage
from tests.web.test_race_pages import text
from workflows.engine.calendar import deadline_words, end_of_day, local_date
from workflows.parameters import defaults_of
from workflows.roles import Role


def test_a_stage_on_its_way_shows_why_the_outcomes_cannot_stand(
    stage: Stage, sign_in: SignInAs
) -> None:
    racing = started(stage)
    assessed(racing, {"A": 88, "B": 76, "C": 54})
    officer = sign_in(racing.officer)
    path = f"/races/stages/{racing.race_stage.id}"
    assert "低于保持线 60 分：拟淘汰" in text(officer, path)
    teams = [r.team_id for r in racing.race_stage.results]
    stage.session.commit()
    typed = {f"outcome-{team}": "eliminate" for team in teams}
    answer = officer.post(f"{path}/outcomes", data=typed)
    assert answer.status_code == 422
    assert "偏离规则结论须写明理由" in answer.text
    assert answer.text.count('<option value="eliminate" selected>') == len(teams), "as it was typed"
    typed |= {f"reason-{team}": "试改。" for team in teams}
    assert officer.post(f"{path}/outcomes", data=typed).status_code == 303
    assert "在赛团队仅 0 支" in text(officer, path)


def test_a_team_writes_its_evidence_and_hands_it_in(stage: Stage, sign_in: SignInAs) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    team = racing.team("B")
    mine = sign_in(racing.pi("B"))
    path = f"/races/teams/{team.id}"
    stage.session.commit()
    assert mine.post(path, data={"text": "报告"}).status_code == 422
    typed = {"text": "节点报告。", "cost_to_finish": "300", "plan_days": "90"}
    assert mine.post(path, data=typed).status_code == 303
    assert "节点报告。" in text(mine, path)
    stage.session.expire_all()
    stage.moved(racing.team("B"), "submit_evidence", racing.pi("B"))
    assert racing.team("B").state == "at_checkpoint"
    stage.session.commit()
    late = mine.post(path, data=typed | {"text": "迟交的报告。"})
    assert late.status_code == 409
    assert "现在不能填写节点佐证：考核未开始、已提交或已截止" in late.text
    assert "迟交的报告。" in late.text


def test_tests_are_recorded_with_every_figure(stage: Stage, sign_in: SignInAs) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    officer = sign_in(racing.officer)
    team = racing.team("A")
    path = f"/races/stages/{racing.race_stage.id}/tests/{team.id}"
    stage.session.commit()
    typed = {
        "tester": "检测中心",
        "number": "CNAS-1",
        "tested_on": "2026-06-01",
        "measured-0": "很高",
    }
    answer = officer.post(path, data=typed)
    assert answer.status_code == 422
    field = f"measured-0-{team.id}"
    assert "请填写“能量密度”的实测值" in answer.text
    assert f'<a href="#{field}">' in answer.text, "the summary leads to the field"
    assert f'aria-describedby="{field}-error"' in answer.text, "the field says what is wrong"
    for kept in ("CNAS-1", "2026-06-01", "很高"):
        assert f'value="{kept}"' in answer.text, "nothing typed is lost"
    nobody = officer.post(path, data=typed | {"tester": ""}).text
    assert "请填写“检测机构”。" in nobody
    measured = typed | {"measured-0": "310"}
    assert "检测日期不能晚于今天" in officer.post(path, data=measured).text
    day = local_date(stage.now).isoformat()
    for figure in ("310", "300"):
        typed = measured | {"tested_on": day, "measured-0": figure}
        assert officer.post(path, data=typed).status_code == 303
    page = officer.get(f"/races/stages/{racing.race_stage.id}").text
    for figure in ("能量密度 310", "能量密度 300"):
        assert figure in page, "what was recorded before stays in the history"


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
    assert client.post(path, data=whole | stages | last).status_code == 303


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
        "The call is not complete; it lacks in the plan of its race: the final target."
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
        return {"reason": "网络故障。", "new_close_at": closes}

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
    stage.moved(call, "pause", decider, reason="上级计划调整。")
    stage.at(end_of_day(dues[0]))
    stage.moved(call, "resume", decider, reason="调整完毕。")
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
    assert edit_call(stage.session, race.call, written, race.call.revision) is None
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
    refused = edit_call(stage.session, race.call, written, race.call.revision)
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


def test_an_applicant_declares_the_route(stage: Stage, sign_in: SignInAs) -> None:
    race = drafted(stage)
    made = proposal(stage.session, call=race.call)
    stage.session.commit()
    mine = sign_in(made.pi)
    path = f"/races/entries/{made.id}"
    assert "参赛信息</a></dt><dd>主技术路线、冲线所需总经费" in text(mine, f"/proposals/{made.id}")
    assert "参赛信息 <b>还差 4 项</b>" in text(mine, f"/proposals/{made.id}/edit/basics")
    assert mine.post(path, data={}).status_code == 422
    typed = {
        "route_name": "硫化物",
        "cost_to_finish": "600",
        "plan_days": "300",
        "accepts_loser_rule": "y",
    }
    backwards = mine.post(path, data=typed | {"plan_days": "-1"})
    assert (backwards.status_code, "1 至 3650" in backwards.text) == (422, True)
    assert mine.post(path, data=typed).status_code == 303
    stage.session.expire_all()
    kept = stage.session.scalars(select(RaceEntry)).one()
    assert (kept.route_name, kept.cost_to_finish) == ("硫化物", 600 * 1_000_000)
    assert "保存" in text(mine, path)
    assert "参赛信息</a></dt>" not in text(mine, f"/proposals/{made.id}")
    assert "参赛信息</a>" in text(mine, path)
    made.state = "submitted"
    stage.session.commit()
    assert "保存" not in text(mine, path)
    assert mine.post(path, data=typed).status_code == 409


def test_what_an_entry_declares_is_read_on_the_proposal_by_its_unit_and_the_office(
    stage: Stage, sign_in: SignInAs
) -> None:
    race = drafted(stage)
    made = proposal(stage.session, call=race.call, state="unit_review")
    declared = RaceEntry(
        proposal_id=made.id,
        route_name="硫化物",
        cost_to_finish=600 * WAN,
        plan_days=300,
        accepts_loser_rule=True,
    )
    stage.session.add(declared)
    stage.session.commit()
    unit = person(stage.session, organisation_id=made.lead_unit_id)
    grant(stage.session, unit, Role.UNIT_ADMIN, organisation_id=made.lead_unit_id)
    officer = official(stage.session, Role.PROGRAMME_OFFICER)
    stage.session.commit()
    for reader in (made.pi, unit, officer):
        page = text(sign_in(reader), f"/proposals/{made.id}")
        assert "<dt>主技术路线</dt><dd>硫化物</dd>" in page
        assert "<dt>冲线所需天数</dt><dd>300</dd>" in page
        assert "<dt>接受未胜出团队的知识产权与数据规则</dt><dd>是</dd>" in page
