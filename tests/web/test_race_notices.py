"""What of a race is on public notice, and what two teams that merge read of each other."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import SignInAs
from tests.services.race_course import after_first_stage, assessed, leave, published
from tests.services.racing import Racing, retarget, started
from tests.services.stage import MINUTES, Stage
from tests.services.test_race_objections import written
from tests.web.boards import turns
from tests.web.visiting import visit
from workflows.engine.calendar import end_of_day
from workflows.roles import Role


def text(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """After its first stage, decided and shared."""
    return after_first_stage(stage)


def test_results_on_notice_say_until_when_and_where_to_object(
    stage: Stage, client: FlaskClient
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    published(made)
    page = text(client, f"/races/{made.race.id}")
    ends = made.race_stage.notice_to
    assert f"至 {ends} 24:00。有异议的，请在公示期内以真实身份书面提出并附证据" in page
    assert f"监督诚信处（{made.stage.session.info['settings'].supervision_phone}）" in page


@pytest.mark.parametrize("path", ["/", "/notices"])
def test_the_portal_names_results_of_a_stage_while_they_may_be_objected_to(
    stage: Stage, client: FlaskClient, path: str
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    assert "第 1 节点结果公示" not in text(client, path)
    assert "现在没有公示" in text(client, path)
    published(made)
    page = text(client, path)
    assert "第 1 节点结果公示" in page
    assert f'href="/races/{made.race.id}"' in page
    assert "现在没有公示" not in page
    assert made.race_stage.notice_to is not None
    stage.at(end_of_day(made.race_stage.notice_to))
    assert "第 1 节点结果公示" not in text(client, path)


def test_results_that_an_objection_undid_are_gone_everywhere_and_the_board_says_why(
    stage: Stage, client: FlaskClient
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    published(made)
    stage.at(stage.now + timedelta(days=1))
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(made.race_stage, "admit_objection", supervisor, **written(stage))
    stage.session.commit()
    assert "已受理异议，核查期间不议定结论" in text(client, f"/races/{made.race.id}")
    stage.at(stage.now + timedelta(days=1))
    ruling = {**MINUTES, "reason": "样品与送检登记不符。"}
    stage.moved(made.race_stage, "uphold_objection", made.decision_maker, **ruling)
    stage.session.commit()
    page = text(client, f"/races/{made.race.id}")
    assert "公示的结果因异议成立撤回" in page
    assert ruling["reason"] in page
    assert "样品登记单" not in page
    stage.moved(made.race_stage, "draft_result", made.officer)
    published(made)
    before = next(a for a, w in turns(page) if "公示节点结果" in w)
    assert "拟晋级" in text(client, f"/races/{made.race.id}")
    assert "拟晋级" not in text(client, before), "it is not said to have been found before"


def test_no_outcome_is_shown_of_a_team_that_left_before_it_took_effect(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    office = sign_in(made.officer)
    board, own = f"/races/{made.race.id}", f"/races/stages/{made.race_stage.id}"
    leaving = f'name="outcome-{made.team("B").id}"'
    assert leaving in text(office, own)
    published(made)
    stage.session.commit()
    drafted = "B 队 76.00 分，达到晋级线"
    assert (drafted in text(office, board), drafted in text(office, own)) == (True, True)
    leave(made, "B")
    stage.session.commit()
    assert (drafted in text(office, board), drafted in text(office, own)) == (False, False)
    assert "A 队 88.00 分，达到晋级线" in text(office, board)
    assert "退赛" in text(office, own)


def test_a_move_pressed_twice_is_called_what_it_was_and_not_what_could_follow(
    stage: Stage, sign_in: SignInAs
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    made.race_stage.state = "assessing"
    number = made.race_stage.id
    path = f"/cases/stage/{number}/moves/draft_result"
    client = visit(sign_in, stage, made.officer)
    page = client.get(path).text
    typed = {"seen": re.findall(r'name="seen"[^>]*value="(\d+)"', page)[0]}
    for _pressed in range(2):
        assert client.post(path, data=typed).status_code == 303
    told = text(client, f"/races/stages/{number}")
    assert "办理“按规则拟定结论”；重复提交的没有再次办理" in told


def test_of_results_withdrawn_for_struck_scores_the_public_reads_that_and_no_name(
    stage: Stage, client: FlaskClient
) -> None:
    made = started(stage)
    assessed(made, {"A": 88, "B": 76, "C": 54})
    published(made)
    stage.at(stage.now + timedelta(days=1))
    supervisor, found = stage.holder(Role.SUPERVISOR), "专家甲任职于参赛单位。"
    stage.moved(made.race_stage, "withdraw_for_new_panel", supervisor, evidence=found)
    stage.session.commit()
    page = text(client, f"/races/{made.race.id}")
    assert "公示的结果因有评分作废撤回" in page
    assert found not in page
    assert "拟晋级" not in page


def test_a_weaker_target_is_on_public_notice_and_another_is_read_by_the_office_alone(
    racing: Racing, stage: Stage, client: FlaskClient, sign_in: SignInAs
) -> None:
    path = f"/races/{racing.race.id}"
    for target, is_public in (("420", False), ("380", True)):
        line = [{**racing.race.finish_line[0], "target": target}]
        retarget(racing, f"能量密度调整到 {target}。", line)
        stage.session.flush()
        stage.moved(racing.race, "propose_refocus", racing.officer, finding="材料极限。")
        stage.session.commit()
        outside, inside = text(client, path), text(sign_in(racing.decision_maker), path)
        assert (f"能量密度调整到 {target}。" in outside) is is_public
        assert ("新目标低于原冲线标准，予以公示" in outside) is is_public
        assert f"能量密度调整到 {target}。" in inside, "whoever decides reads what"
        assert f"能量密度 ≥ {target} Wh/kg" in inside
        stage.moved(
            racing.race, "drop_refocus", racing.decision_maker, **MINUTES, reason="维持原目标。"
        )
        stage.session.commit()


def test_a_suspended_team_is_not_counted_among_those_that_race(
    racing: Racing, stage: Stage, client: FlaskClient
) -> None:
    supervisor = stage.holder(Role.SUPERVISOR)
    stage.moved(racing.team("A"), "suspend", supervisor, evidence="安全事故。")
    stage.session.commit()
    page = text(client, f"/races/{racing.race.id}")
    assert "现有 1 队、1 条技术路线在赛，另有 1 队暂停" in page


def test_a_team_reads_and_signs_the_agreement_that_another_has_signed(
    racing: Racing, stage: Stage, sign_in: SignInAs
) -> None:
    words = {"partner": "A", "agreement": "A 牵头，成果共享。"}
    stage.signed(racing.team("B"), "agree_to_merge", racing.pi("B"), **words)
    stage.moved(racing.team("B"), "agree_to_merge", racing.unit("B"))
    stage.session.commit()
    mine, team = sign_in(racing.pi("A")), racing.team("A").id
    assert "A 牵头，成果共享。" in text(mine, f"/races/teams/{team}")
    form = text(mine, f"/cases/team/{team}/moves/agree_to_merge")
    assert "A 牵头，成果共享。</textarea>" in form
    assert 'value="B"' in form
    office = text(sign_in(racing.decision_maker), f"/cases/team/{racing.team('B').id}/moves/merge")
    assert "签署之前，请先阅读所签内容的全文" in office
