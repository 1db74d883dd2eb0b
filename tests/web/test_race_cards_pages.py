"""The term of a yellow card is on the page of its team and on the board (R8)."""

from __future__ import annotations

import re

import pytest

from app.queries.attention.waiting import waiting_for
from tests.conftest import SignInAs
from tests.services.race_course import through_stage
from tests.services.racing import Racing, started
from tests.services.stage import Stage
from tests.services.test_race_retests import chair, retest


@pytest.fixture
def racing(stage: Stage) -> Racing:
    """In its second stage, with a yellow card for B alone."""
    racing = started(stage)
    through_stage(racing, {"A": 88, "B": 70, "C": 80})
    return racing


def test_a_team_reads_until_when_it_rectifies_and_what_the_retest_has_to_meet(
    racing: Racing, sign_in: SignInAs
) -> None:
    held, free = racing.team("B"), racing.team("A")
    ours = sign_in(racing.pi("B")).get(f"/races/teams/{held.id}").text
    assert "黄牌整改期限" in ours
    assert "能量密度 ≥ 300 Wh/kg" in ours
    assert "提交整改报告" in ours
    assert "黄牌整改期限" not in sign_in(racing.pi("A")).get(f"/races/teams/{free.id}").text


def test_who_records_a_retest_reads_beside_its_fields_what_is_to_be_met_and_what_was_reported(
    racing: Racing, sign_in: SignInAs
) -> None:
    written = {"report": "重做热处理。", "evidence": "批次记录。"}
    racing.stage.moved(racing.team("B"), "submit_rectified", racing.pi("B"), **written)
    path = f"/cases/team/{racing.team('B').id}/moves"
    racing.stage.session.commit()
    office = sign_in(racing.officer)
    for move in ("retest_pass", "retest_fail"):
        page = office.get(f"{path}/{move}").text
        for words in ("能量密度 ≥ 300 Wh/kg", "整改情况：重做热处理。", "事实与证据：批次记录。"):
            assert words in page
    refused = office.post(f"{path}/retest_pass", data={"measured": "能量密度：310"}).text
    assert "整改情况：重做热处理。" in refused
    assert "整改情况：" not in office.get(f"{path}/withdraw").text


def test_the_deadline_in_the_heading_of_a_race_is_said_to_be_that_of_its_state(
    racing: Racing, sign_in: SignInAs
) -> None:
    """Not of the stage, whose evidence is due later."""
    page = sign_in(racing.officer).get(f"/races/{racing.race.id}").text
    heading = page[page.index("第 2 节点（共 3 个）") :].partition("</p>")[0]
    assert "赛题当前状态截止" in heading


def test_the_board_says_whose_card_waits_for_whom(racing: Racing, sign_in: SignInAs) -> None:
    office, path = sign_in(racing.officer), f"/races/{racing.race.id}"
    assert "B 队黄牌" in office.get(path).text
    assert "The yellow card of team B" in office.get(f"{path}?lang=en").text
    written = {"report": "重做热处理。", "evidence": "批次记录。"}
    racing.stage.moved(racing.team("B"), "submit_rectified", racing.pi("B"), **written)
    racing.stage.session.commit()
    assert "report submitted, awaiting re-test" in office.get(path).text


@pytest.mark.parametrize("blind", [0, 1])
def test_the_chair_reads_what_was_rectified_and_the_figures_before_signing_and_no_names_where_blind(
    racing: Racing, sign_in: SignInAs, blind: int
) -> None:
    stage, team = racing.stage, racing.team("B")
    racing.race.call.rules = racing.race.call.rules | {"blind_units": blind, "blind_people": blind}
    named = f"{team.proposal.pi.name}重做热处理。"
    stage.moved(team, "submit_rectified", racing.pi("B"), report=named, evidence="批次记录。")
    signing = chair(racing)
    assert team not in waiting_for(stage.session, signing, stage.now).page.rows
    stage.signed(racing.team("B"), "retest_pass", racing.officer, **retest(racing))
    assert racing.team("B") in waiting_for(stage.session, signing, stage.now).page.rows
    stage.session.commit()
    client, path = sign_in(signing), f"/races/teams/{team.id}"
    page = client.get(path).text
    assert "重做热处理。" in page
    assert (team.proposal.pi.name in page) is (not blind)
    signed = client.get(f"/cases/team/{team.id}/moves/retest_pass").text
    assert "能量密度：310 Wh/kg" in signed
    assert "重做热处理。" in signed
    assert (team.proposal.pi.name in signed) is (not blind)
    home = client.get("/home").text
    assert "会签：复测合格，撤销黄牌" in home
    assert "提交节点佐证" not in home, "that is for the leader of the team"
    for shown in (page, signed, home):
        assert not re.search(rf"{team.proposal.lead_unit.name}(?!\d)", shown)
    stage.moved(racing.team("B"), "retest_pass", signing)
    stage.session.commit()
    assert client.get(path).status_code == 404
