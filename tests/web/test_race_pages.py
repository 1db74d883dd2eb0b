"""The pages of a race: what the rules publish for everybody, a team's own for the team, the rest
inside the house."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from app.models import Call, RaceEntry
from app.services.calls.drafting import blank
from app.services.calls.drafting import draft as draft_call
from tests.conftest import SignInAs
from tests.factories import official, programme, proposal
from tests.services.race_course import (
    assessed,
    measured,
    published,
    through_stage,
    to_checkpoint,
)
from tests.services.racing import WAN, Racing, drafted, started
from tests.services.stage import MINUTES, Stage
from workflows.engine.calendar import deadline_words, end_of_day, local_date
from workflows.roles import Role


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, path
    return re.sub(r'(name="csrf_token"[^>]*value="|nonce=")[^"]*', r"\1", answer.text)


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """After its first stage, decided and shared."""
    made = started(stage)
    through_stage(made, {"A": 88, "B": 76, "C": 54})
    return made


def test_everybody_reads_lanes_and_decisions_and_nobody_outside_the_money(
    racing: Racing, client: FlaskClient
) -> None:
    page = text(client, f"/races/{racing.race.id}")
    assert "<svg" in page
    assert "▲ 晋级 88.00" in page
    assert "✕ 淘汰 54.00" in page
    assert "低于保持线 60 分" in page
    assert "第2节点</strong>：攻关中" in page
    assert "能否冲线" not in page
    assert "未分配" not in page
    assert racing.race.title in text(client, "/races")
    files = {
        which: client.get(f"/races/{racing.race.id}/{which}.svg") for which in ("lanes", "money")
    }
    assert {which: file.status_code for which, file in files.items()} == {
        "lanes": 200,
        "money": 404,
    }
    assert files["lanes"].text in page


def test_the_board_speaks_english_whole(racing: Racing, client: FlaskClient) -> None:
    page = text(client, f"/races/{racing.race.id}?lang=en")
    assert "Lanes of the race" in page
    assert "Advance 88.00" in page


def turns(page: str) -> list[tuple[str, str]]:
    """The addresses and the words of the turning points, oldest first."""
    found = re.findall(r'<a data-step href="([^"#]*)#track"[^>]*>([^<]*)</a></li>', page)
    return [(address, words) for address, words in found]


def test_the_board_is_played_back_turn_by_turn_without_a_script(
    racing: Racing, client: FlaskClient
) -> None:
    listed = turns(text(client, f"/races/{racing.race.id}"))
    words = "".join(words for _, words in listed)
    start = next(address for address, words in listed if "起跑" in words)
    assert turns(text(client, listed[0][0])) == listed
    assert "第1节点：公示节点结果" in words
    assert "第1节点：议定节点结论" in words
    begun = text(client, start)
    assert "88.00" not in begun
    assert "在赛" in begun
    noticed = text(client, next(a for a, w in listed if "公示节点结果" in w))
    assert "✕ 拟淘汰 54.00" in noticed
    assert "▲ 拟晋级 88.00" in noticed
    decided = text(client, next(a for a, w in listed if "议定节点结论" in w))
    assert "✕ 淘汰 54.00" in decided


def test_nothing_that_is_only_being_prepared_is_a_turn(stage: Stage, client: FlaskClient) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    page = text(client, f"/races/{made.race.id}")
    assert "拟定结论" not in "".join(words for _, words in turns(page))


def test_an_appeal_upheld_later_does_not_change_what_was_shown_before(
    stage: Stage, client: FlaskClient
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    published(made)
    stage.at(stage.now + timedelta(days=1))
    stage.moved(made.team("C"), "file_appeal", made.pi("C"), evidence="检测样品编号有误。")
    ruling = {**MINUTES, "reason": "检测有误。"}
    stage.moved(made.team("C"), "uphold_as_held", made.decision_maker, **ruling)
    stage.session.commit()
    page = text(client, f"/races/{made.race.id}")
    assert "◆ 拟保持（黄牌） 54.00" in page
    before = next(a for a, w in turns(page) if "公示节点结果" in w)
    assert "✕ 拟淘汰 54.00" in text(client, before)


def test_the_money_is_played_back_from_the_books(
    racing: Racing, client: FlaskClient, sign_in: SignInAs
) -> None:
    listed = turns(text(client, f"/races/{racing.race.id}"))
    officer = sign_in(racing.officer)
    begun = text(officer, next(a for a, w in listed if "起跑" in w))
    on_its_way = '<td class="number" data-label="在途">{}.00 万元</td>'
    assert on_its_way.format(360) in begun
    assert on_its_way.format(720) not in begun
    assert on_its_way.format(720) in text(officer, f"/races/{racing.race.id}")


def test_a_race_not_yet_posted_does_not_exist_outside(stage: Stage, client: FlaskClient) -> None:
    race = drafted(stage)
    stage.session.commit()
    text(client, f"/races/{race.id}", 404)
    assert race.title not in text(client, "/races")


def test_results_under_assessment_change_nothing_that_outsiders_see(
    stage: Stage, client: FlaskClient, sign_in: SignInAs
) -> None:
    racing = started(stage)
    to_checkpoint(racing)
    rival = sign_in(racing.pi("A"))
    paths = (f"/races/{racing.race.id}", f"/races/teams/{racing.team('A').id}")
    before = [text(client, paths[0]), text(rival, paths[1])]
    for result in racing.race_stage.results:
        if result.team.lane != "A":
            result.score, result.proposed, result.hard_met = 5000, "eliminate", False
            result.evidence = "他队佐证"
    stage.session.commit()
    assert [text(client, paths[0]), text(rival, paths[1])] == before


def test_a_team_sees_its_own_page_and_no_other(racing: Racing, sign_in: SignInAs) -> None:
    mine = sign_in(racing.pi("A"))
    assert "能否冲线" in text(mine, f"/races/teams/{racing.team('A').id}")
    text(mine, f"/races/teams/{racing.team('B').id}", 404)
    text(mine, f"/races/stages/{racing.race.stages[0].id}", 403)
    assert "能否冲线" not in text(mine, f"/races/{racing.race.id}")


def test_the_office_sees_the_arithmetic_and_the_alarm(racing: Racing, sign_in: SignInAs) -> None:
    officer = sign_in(racing.officer)
    page = text(officer, f"/races/{racing.race.id}")
    assert "缺口" in page
    assert "余量" in page
    assert "拨付记录" in page


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


def test_the_board_asks_no_more_of_the_database_with_more_teams(
    stage: Stage, sign_in: SignInAs
) -> None:
    two, five = (started(stage, routes) for routes in (("硫化物", "氧化物"), FIVE))
    counts = []
    for racing in (two, five):
        client = sign_in(stage.holder(Role.SUPERVISOR))
        stage.session.commit()
        text(client, f"/races/{racing.race.id}")
        counts.append(queries(stage, client, f"/races/{racing.race.id}"))
    assert counts[1] <= counts[0]


FIVE = ("硫化物", "氧化物", "聚合物", "卤化物", "复合")


def queries(stage: Stage, client: FlaskClient, path: str) -> int:
    engine = client.application.extensions["database"].engine
    seen: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    text(client, path)
    event.remove(engine, "before_cursor_execute", count)
    return len(seen)


def test_a_finished_race_shows_who_crossed(stage: Stage, client: FlaskClient) -> None:
    racing = started(stage)
    stage.moved(racing.team("B"), "claim_finish", racing.pi("B"), evidence="已达标。")
    stage.at(end_of_day(stage.now + timedelta(days=32)))
    for lane, value in (("A", "350"), ("B", "401"), ("C", "300")):
        measured(racing, lane, value)
    stage.moved(racing.race, "cross_line", racing.decision_maker, **MINUTES)
    stage.session.commit()
    assert "冲线（胜出）" in text(client, f"/races/{racing.race.id}")
