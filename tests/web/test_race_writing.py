"""What is typed on the pages of a race: its plan, routes, evidence, tests."""

from __future__ import annotations

from sqlalchemy import select

from app.models import RaceEntry
from tests.conftest import SignInAs
from tests.factories import grant, official, person, proposal
from tests.services.race_course import (
    assessed,
    to_checkpoint,
)
from tests.services.racing import WAN, drafted, started
from tests.services.stage import Stage
from tests.web.test_race_pages import text
from workflows.engine.calendar import local_date
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
    assert 'value="0' not in mine.get(path).text, "that finishing costs nothing only the team says"
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
    assert "佐证已提交，不能再改；截止之前可先“撤回佐证修改”" in late.text
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
